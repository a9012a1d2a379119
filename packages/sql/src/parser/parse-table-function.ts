import type { Parser } from '../dialect.ts';
import type { Name } from '../syntax/name.ts';
import type { TableArgument } from '../syntax/tree.ts';

export interface TableFunction {
  readonly kind: 'table-function';
  readonly name: Name;
  readonly args: readonly TableArgument[];
}

export function isTableFunction(parser: Parser): boolean {
  return parser.dialect.syntax.tableFunctions && parser.isWord('table') && parser.isSymbol('(', 1);
}

/** `TABLE(TUMBLE(TABLE t, DESCRIPTOR(c), INTERVAL '1' MINUTE))`. */
export function parseTableFunction(parser: Parser): TableFunction {
  parser.expectWord('table');
  return parser.parenthesized(() => {
    const name = parser.name();
    return { kind: 'table-function', name, args: parser.parenthesized(() => parser.list(() => parseArgument(parser))) };
  });
}

function parseArgument(parser: Parser): TableArgument {
  const position = parser.position;
  if (parser.takeWord('table')) return { ...position, kind: 'table', parts: parser.dottedName() };
  if (parser.takeWord('descriptor')) {
    return { ...position, kind: 'descriptor', columns: parser.parenthesized(() => parser.list(() => parser.name())) };
  }
  return { ...position, kind: 'value', value: parser.expression() };
}
