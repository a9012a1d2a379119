import type { Parser } from '../dialect.ts';
import { SqlError } from '../sql-error.ts';
import type { Name } from '../syntax/name.ts';
import type { Expression, Grouping, Query, QueryBody, Select, SelectItem } from '../syntax/tree.ts';
import { parseAlias, parseColumnNames } from './parse-alias.ts';
import { parseRelation } from './parse-relation.ts';
import { parseSortItems, parseWindow } from './parse-window.ts';

export function parseQuery(parser: Parser): Query {
  return parser.nested(() => parseWhole(parser));
}

function parseWhole(parser: Parser): Query {
  const position = parser.position;
  const ctes = parser.takeWord('with') ? parseWith(parser) : [];
  const body = parseUnion(parser);
  const orderBy = parser.takeWord('order', 'by') ? parseSortItems(parser) : [];
  const offset = parser.takeWord('offset') ? parseOffset(parser) : undefined;
  return { ...position, kind: 'query', with: ctes, body, orderBy, offset, limit: parseLimit(parser) };
}

function parseWith(parser: Parser): Query['with'] {
  if (parser.isWord('recursive')) {
    throw new SqlError('WITH RECURSIVE is not supported here', parser.position, 'NOT_SUPPORTED');
  }
  return parser.list(() => {
    const name = parser.name();
    const columns = parseColumnNames(parser);
    parser.expectWord('as');
    return { name, columns, query: parser.parenthesized(() => parser.query()) };
  });
}

/** A number of rows, or `?`. */
function parseCount(parser: Parser): Expression {
  const { kind, text } = parser.peek();
  const position = parser.position;
  if (kind === 'integer') {
    parser.next();
    return { ...position, kind: 'literal', type: 'integer', text };
  }
  if (!parser.takeSymbol('?')) throw parser.unexpected('<integer>');
  return { ...position, kind: 'parameter', index: parser.parameters++ };
}

function parseOffset(parser: Parser): Expression {
  const count = parseCount(parser);
  if (!parser.takeWord('rows')) parser.takeWord('row');
  return count;
}

function parseLimit(parser: Parser): Expression | undefined {
  if (parser.takeWord('limit')) return parser.takeWord('all') ? undefined : parseCount(parser);
  if (!parser.takeWord('fetch')) return undefined;
  if (!parser.takeWord('first')) parser.expectWord('next');
  const count = parseOffset(parser);
  parser.expectWord('only');
  return count;
}

function parseUnion(parser: Parser): QueryBody {
  let left = parseIntersect(parser);
  for (;;) {
    const op = parser.takeWord('union') ? 'union' : parser.takeWord('except') ? 'except' : undefined;
    if (op === undefined) return left;
    const all = parser.takeWord('all');
    if (!all) parser.takeWord('distinct');
    left = { kind: 'set-operation', op, all, left, right: parseIntersect(parser) };
  }
}

function parseIntersect(parser: Parser): QueryBody {
  let left = parseTerm(parser);
  while (parser.takeWord('intersect')) {
    const all = parser.takeWord('all');
    if (!all) parser.takeWord('distinct');
    left = { kind: 'set-operation', op: 'intersect', all, left, right: parseTerm(parser) };
  }
  return left;
}

function parseTerm(parser: Parser): QueryBody {
  if (parser.isSymbol('(')) return parser.parenthesized(() => parser.query());
  if (parser.takeWord('values')) {
    const rows = parser.list(() => {
      const row = parser.expression();
      return row.kind === 'row' ? row.items : [row];
    });
    return { kind: 'values', rows };
  }
  if (parser.isWord('table')) {
    const position = parser.position;
    parser.next();
    const from = parseRelation(parser);
    const items: SelectItem[] = [{ ...position, kind: 'star', qualifier: [] }];
    return { ...position, kind: 'select', distinct: false, items, from, groupBy: [], windows: [] };
  }
  return parseSelect(parser);
}

function parseSelect(parser: Parser): Select {
  const position = parser.position;
  parser.expectWord('select');
  const distinct = parser.takeWord('distinct');
  if (!distinct) parser.takeWord('all');
  const items = parser.list(() => parseItem(parser));
  const from = parser.takeWord('from') ? parseFrom(parser) : undefined;
  const where = parser.takeWord('where') ? parser.expression() : undefined;
  const groupBy = parser.takeWord('group', 'by') ? parseGroupings(parser) : [];
  const having = parser.takeWord('having') ? parser.expression() : undefined;
  const windows = parser.takeWord('window')
    ? parser.list(() => {
        const name = parser.name();
        parser.expectWord('as');
        return { name, window: parseWindow(parser) };
      })
    : [];
  return { ...position, kind: 'select', distinct, items, from, where, groupBy, having, windows };
}

function parseFrom(parser: Parser) {
  let left = parseRelation(parser);
  while (parser.takeSymbol(',')) {
    const right = parseRelation(parser);
    const { line, column } = left;
    left = { line, column, kind: 'join', type: 'cross', left, right, using: [], columnAliases: [] };
  }
  return left;
}

function parseItem(parser: Parser): SelectItem {
  const position = parser.position;
  const mark = parser.mark;
  const qualifier: Name[] = [];
  while (parser.isName() && parser.isSymbol('.', 1)) {
    qualifier.push(parser.name());
    parser.next();
  }
  if (parser.takeSymbol('*')) return { ...position, kind: 'star', qualifier };
  parser.reset(mark);
  const expression = parser.expression();
  return { ...position, kind: 'item', expression, alias: parseAlias(parser) };
}

function parseGroupings(parser: Parser): Grouping[] {
  parser.takeWord('all');
  return parser.list(() => {
    const kind = parser.takeWord('rollup') ? 'rollup' : parser.takeWord('cube') ? 'cube' : undefined;
    if (kind !== undefined) return { kind, sets: parser.parenthesized(() => parser.list(() => parseSet(parser))) };
    if (parser.takeWord('grouping', 'sets')) {
      return { kind: 'sets', sets: parser.parenthesized(() => parser.list(() => parseSet(parser))) };
    }
    return { kind: 'by', expression: parser.expression() };
  });
}

function parseSet(parser: Parser): Expression[] {
  if (parser.isSymbol('(') && parser.isSymbol(')', 1)) {
    parser.next();
    parser.next();
    return [];
  }
  const expression = parser.expression();
  return expression.kind === 'row' ? [...expression.items] : [expression];
}
