import { at, parseExpression } from './parse-expression.ts';
import { isQuery } from './parse-primary.ts';
import { parseColumnNames, parseQuery, startsClause } from './parse-query.ts';
import { SqlError } from './sql-error.ts';
import type { Name, Relation } from './syntax.ts';
import type { TokenReader } from './token-reader.ts';

/** A table, subquery or UNNEST with the joins that follow it. */
export function parseRelation(reader: TokenReader): Relation {
  let left = parseAliased(reader);
  for (;;) {
    const type = parseJoinType(reader);
    if (type === undefined) return left;
    const right = type === 'cross' ? parseAliased(reader) : parseJoined(reader);
    const { line, column } = left;
    const join = { line, column, kind: 'join', type, left, right, using: [], columnAliases: [] } as const;
    if (type === 'cross') left = join;
    else if (reader.takeWord('on')) left = { ...join, on: parseExpression(reader) };
    else {
      reader.expectWord('using');
      left = { ...join, using: reader.parenthesized(() => reader.list(() => reader.name())) };
    }
  }
}

/** The right side of a join, which may itself be joined before its ON: `a JOIN b JOIN c ON … ON …`. */
function parseJoined(reader: TokenReader): Relation {
  const right = parseAliased(reader);
  if (reader.isWord('on') || reader.isWord('using')) return right;
  throw reader.unexpected("'ON', 'USING'");
}

function parseJoinType(reader: TokenReader) {
  if (reader.takeWord('join') || reader.takeWord('inner', 'join')) return 'inner';
  if (reader.takeWord('cross', 'join')) return 'cross';
  if (reader.isWord('natural')) throw new SqlError('Natural join not supported', at(reader), 'NOT_SUPPORTED');
  for (const type of ['left', 'right', 'full'] as const) {
    if (reader.takeWord(type, 'outer', 'join') || reader.takeWord(type, 'join')) return type;
  }
  return undefined;
}

function parseAliased(reader: TokenReader): Relation {
  const position = at(reader);
  if (reader.takeWord('unnest')) {
    const items = reader.parenthesized(() => reader.list(() => parseExpression(reader)));
    const ordinality = reader.takeWord('with', 'ordinality');
    return { ...position, kind: 'unnest', items, ordinality, ...parseAlias(reader) };
  }
  reader.takeWord('lateral');
  if (reader.isSymbol('(')) {
    if (!isQuery(reader)) return reader.parenthesized(() => parseRelation(reader));
    const query = reader.parenthesized(() => parseQuery(reader));
    return { ...position, kind: 'derived', query, ...parseAlias(reader) };
  }
  const parts: Name[] = [reader.name()];
  while (reader.takeSymbol('.')) parts.push(reader.name());
  if (reader.isSymbol('(')) {
    throw new SqlError(
      `Table function '${parts.map(({ text }) => text).join('.')}' not registered`,
      position,
      'FUNCTION_NOT_FOUND',
    );
  }
  const table = { ...position, kind: 'table', parts, ...parseAlias(reader) } as const;
  if (reader.isWord('tablesample'))
    throw new SqlError('TABLESAMPLE is not supported here', at(reader), 'NOT_SUPPORTED');
  return table;
}

function parseAlias(reader: TokenReader): { alias?: Name; columnAliases: readonly Name[] } {
  const isAlias = reader.takeWord('as') || (reader.isName() && !startsClause(reader) && !reader.isWord('tablesample'));
  if (!isAlias) return { columnAliases: [] };
  const alias = reader.name();
  return { alias, columnAliases: parseColumnNames(reader) };
}
