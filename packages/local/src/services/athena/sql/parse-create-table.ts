import { at, parseExpression } from './parse-expression.ts';
import { isQuery } from './parse-primary.ts';
import { parseQuery } from './parse-query.ts';
import { SqlError } from './sql-error.ts';
import type { CreateTableAs, Name, TableProperty } from './syntax.ts';
import type { TokenReader } from './token-reader.ts';

export function isCreateTable(reader: TokenReader): boolean {
  return reader.isWord('create', 'table') || reader.isWord('create', 'external', 'table');
}

/** `CREATE TABLE` with a query, the only form that is run here: https://docs.aws.amazon.com/athena/latest/ug/create-table-as.html */
export function parseCreateTable(reader: TokenReader): CreateTableAs {
  reader.next();
  const isExternal = reader.takeWord('external');
  reader.expectWord('table');
  const ifNotExists = reader.takeWord('if', 'not', 'exists');
  const parts = parseTableName(reader);
  if (isExternal || reader.isSymbol('(')) {
    const message =
      'CREATE TABLE without a query is not supported by the local Athena: tables come from the template or AS SELECT';
    throw new SqlError(message, undefined, 'NOT_SUPPORTED');
  }
  const properties = reader.takeWord('with')
    ? reader.parenthesized(() => reader.list(() => parseProperty(reader)))
    : [];
  reader.expectWord('as');
  if (!isQuery(reader)) throw reader.unexpected("'(', 'SELECT', 'TABLE', 'VALUES', 'WITH'");
  const query = parseQuery(reader);
  let withData = true;
  if (reader.takeWord('with')) {
    withData = !reader.takeWord('no');
    reader.expectWord('data');
  }
  return { kind: 'create-table-as', parts, ifNotExists, properties, query, withData };
}

function parseProperty(reader: TokenReader): TableProperty {
  const position = at(reader);
  const name = reader.name().text;
  reader.expectSymbol('=');
  return { ...position, name, value: parseExpression(reader) };
}

/** `table`, `database.table` or `catalog.database.table`. */
export function parseTableName(reader: TokenReader): Name[] {
  const parts = [reader.name()];
  while (reader.takeSymbol('.')) parts.push(reader.name());
  return parts;
}
