import { at, parseExpression } from './parse-expression.ts';
import { parseRelation } from './parse-relation.ts';
import { parseSortItems, parseWindow } from './parse-window.ts';
import { SqlError } from './sql-error.ts';
import type { Expression, Grouping, Name, Query, QueryBody, Select, SelectItem } from './syntax.ts';
import type { TokenReader } from './token-reader.ts';

export function parseQuery(reader: TokenReader): Query {
  return reader.nested(() => parseWhole(reader));
}

function parseWhole(reader: TokenReader): Query {
  const position = at(reader);
  const ctes = reader.takeWord('with') ? parseWith(reader) : [];
  const body = parseUnion(reader);
  const orderBy = reader.takeWord('order', 'by') ? parseSortItems(reader) : [];
  const offset = reader.takeWord('offset') ? parseCount(reader) : undefined;
  return { ...position, kind: 'query', with: ctes, body, orderBy, offset, limit: parseLimit(reader) };
}

function parseWith(reader: TokenReader): Query['with'] {
  if (reader.isWord('recursive')) {
    throw new SqlError('WITH RECURSIVE is not supported here', at(reader), 'NOT_SUPPORTED');
  }
  return reader.list(() => {
    const name = reader.name();
    const columns = parseColumnNames(reader);
    reader.expectWord('as');
    return { name, columns, query: reader.parenthesized(() => parseQuery(reader)) };
  });
}

export function parseColumnNames(reader: TokenReader): Name[] {
  return reader.isSymbol('(') ? reader.parenthesized(() => reader.list(() => reader.name())) : [];
}

function parseCount(reader: TokenReader): Expression {
  const count = parseExpression(reader);
  if (!reader.takeWord('rows')) reader.takeWord('row');
  return count;
}

function parseLimit(reader: TokenReader): Expression | undefined {
  if (reader.takeWord('limit')) return reader.takeWord('all') ? undefined : parseExpression(reader);
  if (!reader.takeWord('fetch')) return undefined;
  if (!reader.takeWord('first')) reader.expectWord('next');
  const count = parseCount(reader);
  reader.expectWord('only');
  return count;
}

function parseUnion(reader: TokenReader): QueryBody {
  let left = parseIntersect(reader);
  for (;;) {
    const op = reader.takeWord('union') ? 'union' : reader.takeWord('except') ? 'except' : undefined;
    if (op === undefined) return left;
    const all = reader.takeWord('all');
    if (!all) reader.takeWord('distinct');
    left = { kind: 'set-operation', op, all, left, right: parseIntersect(reader) };
  }
}

function parseIntersect(reader: TokenReader): QueryBody {
  let left = parseTerm(reader);
  while (reader.takeWord('intersect')) {
    const all = reader.takeWord('all');
    if (!all) reader.takeWord('distinct');
    left = { kind: 'set-operation', op: 'intersect', all, left, right: parseTerm(reader) };
  }
  return left;
}

function parseTerm(reader: TokenReader): QueryBody {
  if (reader.isSymbol('(')) return reader.parenthesized(() => parseQuery(reader));
  if (reader.takeWord('values')) {
    const rows = reader.list(() => {
      const row = parseExpression(reader);
      return row.kind === 'row' ? row.items : [row];
    });
    return { kind: 'values', rows };
  }
  if (reader.isWord('table')) {
    const position = at(reader);
    reader.next();
    const from = parseRelation(reader);
    const items: SelectItem[] = [{ ...position, kind: 'star', qualifier: [] }];
    return { ...position, kind: 'select', distinct: false, items, from, groupBy: [], windows: [] };
  }
  return parseSelect(reader);
}

function parseSelect(reader: TokenReader): Select {
  const position = at(reader);
  reader.expectWord('select');
  const distinct = reader.takeWord('distinct');
  if (!distinct) reader.takeWord('all');
  const items = reader.list(() => parseItem(reader));
  const from = reader.takeWord('from') ? parseFrom(reader) : undefined;
  const where = reader.takeWord('where') ? parseExpression(reader) : undefined;
  const groupBy = reader.takeWord('group', 'by') ? parseGroupings(reader) : [];
  const having = reader.takeWord('having') ? parseExpression(reader) : undefined;
  const windows = reader.takeWord('window')
    ? reader.list(() => {
        const name = reader.name();
        reader.expectWord('as');
        return { name, window: parseWindow(reader) };
      })
    : [];
  return { ...position, kind: 'select', distinct, items, from, where, groupBy, having, windows };
}

function parseFrom(reader: TokenReader) {
  let left = parseRelation(reader);
  while (reader.takeSymbol(',')) {
    const right = parseRelation(reader);
    const { line, column } = left;
    left = { line, column, kind: 'join', type: 'cross', left, right, using: [], columnAliases: [] };
  }
  return left;
}

function parseItem(reader: TokenReader): SelectItem {
  const position = at(reader);
  const mark = reader.mark;
  const qualifier: Name[] = [];
  while (reader.isName() && reader.isSymbol('.', 1)) {
    qualifier.push(reader.name());
    reader.next();
  }
  if (reader.takeSymbol('*')) return { ...position, kind: 'star', qualifier };
  reader.reset(mark);
  const expression = parseExpression(reader);
  const hasAlias = reader.takeWord('as') || reader.isName();
  return {
    ...position,
    kind: 'item',
    expression,
    alias: hasAlias && !startsClause(reader) ? reader.name() : undefined,
  };
}

/** Words that may be names but follow a select list or a relation more often. */
export function startsClause(reader: TokenReader): boolean {
  const { kind, text } = reader.peek();
  if (kind !== 'word') return false;
  if (text === 'window') return reader.isName(1) && reader.peek(2).text === 'as';
  return ['limit', 'offset', 'fetch'].includes(text) && reader.peek(1).kind !== 'symbol';
}

function parseGroupings(reader: TokenReader): Grouping[] {
  reader.takeWord('all');
  return reader.list(() => {
    const kind = reader.takeWord('rollup') ? 'rollup' : reader.takeWord('cube') ? 'cube' : undefined;
    if (kind !== undefined) return { kind, sets: reader.parenthesized(() => reader.list(() => parseSet(reader))) };
    if (reader.takeWord('grouping', 'sets')) {
      return { kind: 'sets', sets: reader.parenthesized(() => reader.list(() => parseSet(reader))) };
    }
    return { kind: 'by', expression: parseExpression(reader) };
  });
}

function parseSet(reader: TokenReader): Expression[] {
  if (reader.isSymbol('(') && reader.isSymbol(')', 1)) {
    reader.next();
    reader.next();
    return [];
  }
  const expression = parseExpression(reader);
  return expression.kind === 'row' ? [...expression.items] : [expression];
}
