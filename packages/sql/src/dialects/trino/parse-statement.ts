import type { Parser } from '../../dialect.ts';
import { DialectParser } from '../../parser/dialect-parser.ts';
import { isQuery } from '../../parser/is-query.ts';
import { SqlError } from '../../sql-error.ts';
import type { Expression, Query } from '../../syntax/tree.ts';
import { isCreateTable, parseCreateTable } from './parse-create-table.ts';
import { isCreateView, parseCreateView } from './parse-create-view.ts';
import type { Statement } from './statement.ts';
import { trino } from './trino.ts';

/** Statements that Athena has and that are refused here by their name. */
const refused = [
  ...[
    'create',
    'alter',
    'drop',
    'insert',
    'update',
    'delete',
    'merge',
    'unload',
    'msck',
    'truncate',
    'vacuum',
    'optimize',
  ],
  ...[
    'analyze',
    'prepare',
    'deallocate',
    'grant',
    'revoke',
    'use',
    'set',
    'reset',
    'call',
    'comment',
    'start',
    'commit',
  ],
];

/** One statement of Athena's SQL. Throws SqlError where it is none, or none that is run here. */
export function parseStatement(sql: string): Statement {
  const parser = new DialectParser(sql, trino);
  const statement = parseBody(parser);
  parser.expectEnd();
  return statement;
}

/** One query alone. */
export function parseQuery(sql: string): Query {
  const parser = new DialectParser(sql, trino);
  if (!isQuery(parser)) throw parser.unexpected("'SELECT', 'VALUES', 'WITH'");
  const query = parser.query();
  parser.expectEnd();
  return query;
}

/** One expression alone, as the values of parameters are. */
export function parseExpression(sql: string): Expression {
  const parser = new DialectParser(sql, trino);
  const expression = parser.expression();
  parser.expectEnd();
  return expression;
}

function parseBody(parser: Parser): Statement {
  if (isQuery(parser)) return { kind: 'select', query: parser.query() };
  if (isCreateTable(parser)) return parseCreateTable(parser);
  if (isCreateView(parser)) return parseCreateView(parser);
  const dropped = parser.takeWord('drop', 'table')
    ? 'drop-table'
    : parser.takeWord('drop', 'view')
      ? 'drop-view'
      : undefined;
  if (dropped !== undefined) {
    const ifExists = parser.takeWord('if', 'exists');
    return { kind: dropped, parts: parser.dottedName(), ifExists };
  }
  const { kind, text, source } = parser.peek();
  if (kind === 'word' && refused.includes(text)) {
    throw new SqlError(
      `${nameOf(parser, source)} statements are not supported by the local Athena (see SUPPORT.md)`,
      undefined,
      'NOT_SUPPORTED',
    );
  }
  if (parser.takeWord('explain')) {
    if (parser.takeWord('analyze') || parser.isSymbol('(')) throw parser.unexpected("'SELECT', 'WITH', 'VALUES'");
    return { kind: 'explain', query: parser.query() };
  }
  if (parser.takeWord('show')) return parseShow(parser);
  if (parser.takeWord('describe') || parser.takeWord('desc')) {
    parser.takeWord('formatted');
    return { kind: 'describe', parts: parser.dottedName(), columnsOnly: false };
  }
  if (parser.takeWord('execute')) {
    const name = parser.name().text;
    return { kind: 'execute', name, using: parser.takeWord('using') ? parser.list(() => parser.expression()) : [] };
  }
  throw parser.unexpected("'CREATE', 'DESCRIBE', 'DROP', 'EXECUTE', 'EXPLAIN', 'SELECT', 'SHOW', 'VALUES', 'WITH'");
}

function parseShow(parser: Parser): Statement {
  if (parser.takeWord('databases') || parser.takeWord('schemas'))
    return { kind: 'show-databases', pattern: parsePattern(parser) };
  const viewsOnly = parser.takeWord('views');
  if (viewsOnly || parser.takeWord('tables')) {
    const database = parser.takeWord('in') || parser.takeWord('from') ? parser.name().key : undefined;
    return { kind: 'show-tables', database, pattern: parsePattern(parser), viewsOnly };
  }
  if (parser.takeWord('columns')) {
    if (!parser.takeWord('in')) parser.expectWord('from');
    const parts = parser.dottedName();
    if (parser.takeWord('in') || parser.takeWord('from')) parts.unshift(parser.name());
    return { kind: 'describe', parts, columnsOnly: true };
  }
  throw parser.unexpected("'COLUMNS', 'DATABASES', 'TABLES', 'VIEWS'");
}

/** A Hive pattern: `*` is anything, `|` is or. */
function parsePattern(parser: Parser): string | undefined {
  parser.takeWord('like');
  return parser.peek().kind === 'string' ? parser.text() : undefined;
}

/** `CREATE VIEW`, `DROP DATABASE`, `INSERT`: what is refused, as it begins. */
function nameOf(parser: Parser, source: string): string {
  const { kind, source: second } = parser.peek(1);
  const isPair = kind === 'word' && ['create', 'alter', 'drop'].includes(source.toLowerCase());
  return (isPair ? `${source} ${second}` : source).toUpperCase();
}
