import type { Parser } from '../../dialect.ts';
import { DialectParser } from '../../parser/dialect-parser.ts';
import { isQuery } from '../../parser/is-query.ts';
import { SqlError } from '../../sql-error.ts';
import type { Query } from '../../syntax/tree.ts';
import { flink } from './flink.ts';
import { parseCreateTable } from './parse-create-table.ts';
import type { Statement } from './statement.ts';

/** The statements of a job, each ended by a semicolon. Throws SqlError for those that are not parsed. */
export function parseStatements(sql: string): Statement[] {
  const parser = new DialectParser(sql, flink);
  const statements: Statement[] = [];
  for (;;) {
    while (parser.takeSymbol(';'));
    if (parser.peek().kind === 'end') return statements;
    statements.push(parseStatement(parser));
    if (!parser.isSymbol(';') && parser.peek().kind !== 'end') throw parser.unexpected("';'");
  }
}

/** One query alone. */
export function parseQuery(sql: string): Query {
  const parser = new DialectParser(sql, flink);
  if (!isQuery(parser)) throw parser.unexpected("'SELECT'");
  const query = parser.query();
  if (parser.peek().kind !== 'end') throw parser.unexpected('<EOF>');
  return query;
}

function parseStatement(parser: Parser): Statement {
  const position = parser.position;
  if (parser.takeWord('set')) {
    const key = parser.text();
    parser.expectSymbol('=');
    return { ...position, kind: 'set', key, value: parser.text() };
  }
  if (parser.takeWord('create', 'table') || parser.takeWord('create', 'temporary', 'table')) {
    return parseCreateTable(parser, position);
  }
  if (parser.takeWord('create', 'view') || parser.takeWord('create', 'temporary', 'view')) {
    parser.takeWord('if', 'not', 'exists');
    const name = parser.name();
    if (!parser.takeWord('as')) {
      throw new SqlError('a view with column names or a comment is not supported here', position, 'NOT_SUPPORTED');
    }
    return { ...position, kind: 'create-view', name, query: parser.query() };
  }
  if (parser.takeWord('insert')) {
    const table = parser.takeWord('into') ? parser.name() : undefined;
    if (table === undefined || !isQuery(parser)) {
      throw new SqlError('INSERT INTO table SELECT … is what is supported here', position, 'NOT_SUPPORTED');
    }
    return { ...position, kind: 'insert', table, query: parser.query() };
  }
  if (parser.peek().kind !== 'word') throw parser.unexpected("'CREATE', 'INSERT', 'SET'");
  const words = [parser.peek(), parser.peek(1)].filter(({ kind }) => kind === 'word').map(({ source }) => source);
  throw new SqlError(`${words.join(' ')} is not supported here`, position, 'NOT_SUPPORTED');
}
