import type { Parser } from '../../dialect.ts';
import { isQuery } from '../../parser/is-query.ts';
import { SqlError } from '../../sql-error.ts';
import type { CreateTableAs, TableProperty } from './statement.ts';

export function isCreateTable(parser: Parser): boolean {
  return parser.isWord('create', 'table') || parser.isWord('create', 'external', 'table');
}

/** `CREATE TABLE` with a query, the only form that is run here: https://docs.aws.amazon.com/athena/latest/ug/create-table-as.html */
export function parseCreateTable(parser: Parser): CreateTableAs {
  parser.next();
  const isExternal = parser.takeWord('external');
  parser.expectWord('table');
  const ifNotExists = parser.takeWord('if', 'not', 'exists');
  const parts = parser.dottedName();
  if (isExternal || parser.isSymbol('(')) {
    const message =
      'CREATE TABLE without a query is not supported by the local Athena: tables come from the template or AS SELECT';
    throw new SqlError(message, undefined, 'NOT_SUPPORTED');
  }
  const properties = parser.takeWord('with')
    ? parser.parenthesized(() => parser.list(() => parseProperty(parser)))
    : [];
  parser.expectWord('as');
  if (!isQuery(parser)) throw parser.unexpected("'(', 'SELECT', 'TABLE', 'VALUES', 'WITH'");
  const query = parser.query();
  let withData = true;
  if (parser.takeWord('with')) {
    withData = !parser.takeWord('no');
    parser.expectWord('data');
  }
  return { kind: 'create-table-as', parts, ifNotExists, properties, query, withData };
}

function parseProperty(parser: Parser): TableProperty {
  const position = parser.position;
  const name = parser.name().text;
  parser.expectSymbol('=');
  return { ...position, name, value: parser.expression() };
}
