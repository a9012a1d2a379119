import { parseExpression } from './parse-expression.ts';
import type { FrameBound, SortItem, Window } from './syntax.ts';
import type { TokenReader } from './token-reader.ts';

export function parseSortItems(reader: TokenReader): SortItem[] {
  return reader.list(() => {
    const expression = parseExpression(reader);
    const descending = reader.takeWord('desc');
    if (!descending) reader.takeWord('asc');
    const nullsFirst = reader.takeWord('nulls', 'first');
    if (!nullsFirst) reader.takeWord('nulls', 'last');
    return { expression, descending, nullsFirst };
  });
}

/** What follows OVER: a window's name or its definition. */
export function parseWindow(reader: TokenReader): Window {
  if (!reader.isSymbol('(')) return { base: reader.name(), partitionBy: [], orderBy: [] };
  return reader.parenthesized(() => parseDefinition(reader));
}

function parseDefinition(reader: TokenReader): Window {
  const isBase = reader.isName() && !['partition', 'rows', 'range', 'groups'].includes(reader.peek().text);
  const base = isBase ? reader.name() : undefined;
  const partitionBy = reader.takeWord('partition', 'by') ? reader.list(() => parseExpression(reader)) : [];
  const orderBy = reader.takeWord('order', 'by') ? parseSortItems(reader) : [];
  const unit = ['rows', 'range', 'groups'].find((word) => reader.takeWord(word));
  if (unit === undefined) return { base, partitionBy, orderBy };
  if (!reader.takeWord('between')) return { base, partitionBy, orderBy, frame: { unit, start: parseBound(reader) } };
  const start = parseBound(reader);
  reader.expectWord('and');
  return { base, partitionBy, orderBy, frame: { unit, start, end: parseBound(reader) } };
}

function parseBound(reader: TokenReader): FrameBound {
  if (reader.takeWord('unbounded', 'preceding')) return { kind: 'unbounded preceding' };
  if (reader.takeWord('unbounded', 'following')) return { kind: 'unbounded following' };
  if (reader.takeWord('current', 'row')) return { kind: 'current row' };
  const offset = parseExpression(reader);
  if (reader.takeWord('preceding')) return { kind: 'preceding', offset };
  reader.expectWord('following');
  return { kind: 'following', offset };
}
