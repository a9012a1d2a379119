import type { Parser } from '../dialect.ts';
import type { FrameBound, SortItem, Window } from '../syntax/tree.ts';

export function parseSortItems(parser: Parser): SortItem[] {
  return parser.list(() => {
    const expression = parser.expression();
    const descending = parser.takeWord('desc');
    if (!descending) parser.takeWord('asc');
    const nulls = parser.takeWord('nulls', 'first') ? 'first' : parser.takeWord('nulls', 'last') ? 'last' : undefined;
    return { expression, descending, nulls };
  });
}

/** What follows OVER: a window's name or its definition. */
export function parseWindow(parser: Parser): Window {
  if (!parser.isSymbol('(')) return { base: parser.name(), partitionBy: [], orderBy: [] };
  return parser.parenthesized(() => parseDefinition(parser));
}

function parseDefinition(parser: Parser): Window {
  const isBase = parser.isName() && !['partition', 'rows', 'range', 'groups'].includes(parser.peek().text);
  const base = isBase ? parser.name() : undefined;
  const partitionBy = parser.takeWord('partition', 'by') ? parser.list(() => parser.expression()) : [];
  const orderBy = parser.takeWord('order', 'by') ? parseSortItems(parser) : [];
  const unit = ['rows', 'range', 'groups'].find((word) => parser.takeWord(word));
  if (unit === undefined) return { base, partitionBy, orderBy };
  if (!parser.takeWord('between')) return { base, partitionBy, orderBy, frame: { unit, start: parseBound(parser) } };
  const start = parseBound(parser);
  parser.expectWord('and');
  return { base, partitionBy, orderBy, frame: { unit, start, end: parseBound(parser) } };
}

function parseBound(parser: Parser): FrameBound {
  if (parser.takeWord('unbounded', 'preceding')) return { kind: 'unbounded preceding' };
  if (parser.takeWord('unbounded', 'following')) return { kind: 'unbounded following' };
  if (parser.takeWord('current', 'row')) return { kind: 'current row' };
  const offset = parser.expression();
  if (parser.takeWord('preceding')) return { kind: 'preceding', offset };
  parser.expectWord('following');
  return { kind: 'following', offset };
}
