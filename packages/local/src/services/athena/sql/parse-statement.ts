import { isCreateTable, parseCreateTable, parseTableName } from './parse-create-table.ts';
import { parseExpression } from './parse-expression.ts';
import { isQuery } from './parse-primary.ts';
import { parseQuery } from './parse-query.ts';
import { SqlError } from './sql-error.ts';
import type { Expression, Statement } from './syntax.ts';
import { TokenReader } from './token-reader.ts';

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
  const reader = new TokenReader(sql);
  const statement = parseBody(reader);
  reader.expectEnd();
  return statement;
}

/** One expression alone, as the values of parameters are given. */
export function parseValue(sql: string): Expression {
  const reader = new TokenReader(sql);
  const expression = parseExpression(reader);
  reader.expectEnd();
  return expression;
}

function parseBody(reader: TokenReader): Statement {
  if (isQuery(reader)) return { kind: 'select', query: parseQuery(reader) };
  if (isCreateTable(reader)) return parseCreateTable(reader);
  if (reader.takeWord('drop', 'table')) {
    const ifExists = reader.takeWord('if', 'exists');
    return { kind: 'drop-table', parts: parseTableName(reader), ifExists };
  }
  const { kind, text, source } = reader.peek();
  if (kind === 'word' && refused.includes(text)) {
    throw new SqlError(
      `${nameOf(reader, source)} statements are not supported by the local Athena (see SUPPORT.md)`,
      undefined,
      'NOT_SUPPORTED',
    );
  }
  if (reader.takeWord('explain')) {
    if (reader.takeWord('analyze') || reader.isSymbol('(')) throw reader.unexpected("'SELECT', 'WITH', 'VALUES'");
    return { kind: 'explain', query: parseQuery(reader) };
  }
  if (reader.takeWord('show')) return parseShow(reader);
  if (reader.takeWord('describe') || reader.takeWord('desc')) {
    reader.takeWord('formatted');
    return { kind: 'describe', parts: parseTableName(reader), columnsOnly: false };
  }
  if (reader.takeWord('execute')) {
    const name = reader.name().text;
    return { kind: 'execute', name, using: reader.takeWord('using') ? reader.list(() => parseExpression(reader)) : [] };
  }
  throw reader.unexpected("'CREATE', 'DESCRIBE', 'DROP', 'EXECUTE', 'EXPLAIN', 'SELECT', 'SHOW', 'VALUES', 'WITH'");
}

function parseShow(reader: TokenReader): Statement {
  if (reader.takeWord('databases') || reader.takeWord('schemas'))
    return { kind: 'show-databases', pattern: parsePattern(reader) };
  const viewsOnly = reader.takeWord('views');
  if (viewsOnly || reader.takeWord('tables')) {
    const database = reader.takeWord('in') || reader.takeWord('from') ? reader.name().key : undefined;
    return { kind: 'show-tables', database, pattern: parsePattern(reader), viewsOnly };
  }
  if (reader.takeWord('columns')) {
    if (!reader.takeWord('in')) reader.expectWord('from');
    const parts = parseTableName(reader);
    if (reader.takeWord('in') || reader.takeWord('from')) parts.unshift(reader.name());
    return { kind: 'describe', parts, columnsOnly: true };
  }
  throw reader.unexpected("'COLUMNS', 'DATABASES', 'TABLES', 'VIEWS'");
}

/** A Hive pattern: `*` is anything, `|` is or. */
function parsePattern(reader: TokenReader): string | undefined {
  reader.takeWord('like');
  return reader.peek().kind === 'string' ? reader.text() : undefined;
}

/** `CREATE VIEW`, `DROP DATABASE`, `INSERT`: what is refused, as it begins. */
function nameOf(reader: TokenReader, source: string): string {
  const { kind, source: second } = reader.peek(1);
  const isPair = kind === 'word' && ['create', 'alter', 'drop'].includes(source.toLowerCase());
  return (isPair ? `${source} ${second}` : source).toUpperCase();
}
