import type { Parser } from '../dialect.ts';
import { SqlError } from '../sql-error.ts';
import type { Name } from '../syntax/name.ts';
import type { Relation } from '../syntax/tree.ts';
import { isQuery } from './is-query.ts';
import { parseAlias, parseColumnNames } from './parse-alias.ts';
import { isTableFunction, parseTableFunction } from './parse-table-function.ts';

/** A table, subquery or UNNEST with the joins that follow it. */
export function parseRelation(parser: Parser): Relation {
  let left = parseAliased(parser);
  for (;;) {
    const type = parseJoinType(parser);
    if (type === undefined) return left;
    const right = type === 'cross' ? parseAliased(parser) : parseJoined(parser);
    const { line, column } = left;
    const join = { line, column, kind: 'join', type, left, right, using: [], columnAliases: [] } as const;
    if (type === 'cross') left = join;
    else if (parser.takeWord('on')) left = { ...join, on: parser.expression() };
    else {
      parser.expectWord('using');
      left = { ...join, using: parser.parenthesized(() => parser.list(() => parser.name())) };
    }
  }
}

/** The right side of a join, which may itself be joined before its ON: `a JOIN b JOIN c ON … ON …`. */
function parseJoined(parser: Parser): Relation {
  const right = parseAliased(parser);
  if (parser.isWord('on') || parser.isWord('using')) return right;
  throw parser.unexpected("'ON', 'USING'");
}

function parseJoinType(parser: Parser) {
  if (parser.takeWord('join') || parser.takeWord('inner', 'join')) return 'inner';
  if (parser.takeWord('cross', 'join')) return 'cross';
  if (parser.isWord('natural')) throw new SqlError('Natural join not supported', parser.position, 'NOT_SUPPORTED');
  for (const type of ['left', 'right', 'full'] as const) {
    if (parser.takeWord(type, 'outer', 'join') || parser.takeWord(type, 'join')) return type;
  }
  return undefined;
}

function parseAliased(parser: Parser): Relation {
  const position = parser.position;
  if (parser.takeWord('unnest')) {
    const items = parser.parenthesized(() => parser.list(() => parser.expression()));
    const ordinality = parser.takeWord('with', 'ordinality');
    return { ...position, kind: 'unnest', items, ordinality, ...parseAliases(parser) };
  }
  parser.takeWord('lateral');
  if (parser.isSymbol('(')) {
    if (!isQuery(parser)) return parser.parenthesized(() => parseRelation(parser));
    const query = parser.parenthesized(() => parser.query());
    return { ...position, kind: 'derived', query, ...parseAliases(parser) };
  }
  if (isTableFunction(parser)) return { ...position, ...parseTableFunction(parser), ...parseAliases(parser) };
  const parts: Name[] = [parser.name()];
  while (parser.takeSymbol('.')) parts.push(parser.name());
  if (parser.isSymbol('(')) {
    throw new SqlError(
      `Table function '${parts.map(({ text }) => text).join('.')}' not registered`,
      position,
      'FUNCTION_NOT_FOUND',
    );
  }
  const table = { ...position, kind: 'table', parts, ...parseAliases(parser) } as const;
  if (parser.isWord('tablesample'))
    throw new SqlError('TABLESAMPLE is not supported here', parser.position, 'NOT_SUPPORTED');
  return table;
}

function parseAliases(parser: Parser): { alias?: Name; columnAliases: readonly Name[] } {
  const alias = parser.isWord('tablesample') ? undefined : parseAlias(parser);
  return alias === undefined ? { columnAliases: [] } : { alias, columnAliases: parseColumnNames(parser) };
}
