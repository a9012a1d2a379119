import type { Parser } from '../../dialect.ts';
import { isQuery } from '../../parser/is-query.ts';
import type { CreateView } from './statement.ts';

export function isCreateView(parser: Parser): boolean {
  return parser.isWord('create', 'view') || parser.isWord('create', 'or', 'replace', 'view');
}

/** https://docs.aws.amazon.com/athena/latest/ug/create-view.html */
export function parseCreateView(parser: Parser): CreateView {
  parser.expectWord('create');
  const orReplace = parser.takeWord('or', 'replace');
  parser.expectWord('view');
  const parts = parser.dottedName();
  parser.expectWord('as');
  if (!isQuery(parser)) throw parser.unexpected("'(', 'SELECT', 'TABLE', 'VALUES', 'WITH'");
  const first = parser.peek();
  const query = parser.query();
  return { kind: 'create-view', parts, orReplace, query, text: parser.textFrom(first) };
}
