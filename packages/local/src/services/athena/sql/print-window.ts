import type { FrameBound, SortItem, Window } from 'sql-dialects';
import { SqlError } from 'sql-dialects';
import type { Context } from './context.ts';
import { printExpression } from './print-expression.ts';
import { checkOrderable } from './types/check-operands.ts';

export function printSortItems(items: readonly SortItem[], at: Context): string {
  return items.map((item) => printSortItem(item, sortKey(item, at))).join(', ');
}

export function printSortItem({ descending, nulls }: SortItem, sql: string): string {
  return `${sql} ${descending ? 'DESC' : 'ASC'} NULLS ${nulls === 'first' ? 'FIRST' : 'LAST'}`;
}

/** What stands between the parentheses of OVER. */
export function printWindow(window: Window, at: Context): string {
  const { partitionBy, orderBy, frame } = inherited(window, at);
  const parts: string[] = [];
  if (partitionBy.length > 0) {
    parts.push(`PARTITION BY ${partitionBy.map((expression) => printExpression(expression, at).sql).join(', ')}`);
  }
  if (orderBy.length > 0) parts.push(`ORDER BY ${printSortItems(orderBy, at)}`);
  if (frame !== undefined) {
    const start = printBound(frame.start, at);
    const bounds = frame.end === undefined ? start : `BETWEEN ${start} AND ${printBound(frame.end, at)}`;
    parts.push(`${frame.unit.toUpperCase()} ${bounds}`);
  }
  return parts.join(' ');
}

/** A window with what it takes over from the named one that it begins with. */
export function inherited(window: Window, at: Pick<Context, 'windows'>): Window {
  if (window.base === undefined) return window;
  const base = at.windows.get(window.base.key);
  if (base === undefined) throw new SqlError(`Cannot resolve WINDOW name ${window.base.text}`);
  const { partitionBy, orderBy, frame } = inherited(base, at);
  return {
    partitionBy: window.partitionBy.length > 0 ? window.partitionBy : partitionBy,
    orderBy: window.orderBy.length > 0 ? window.orderBy : orderBy,
    frame: window.frame ?? frame,
  };
}

function printBound({ kind, offset }: FrameBound, at: Context): string {
  return offset === undefined ? kind.toUpperCase() : `${printExpression(offset, at).sql} ${kind.toUpperCase()}`;
}

/** The SQL of an expression that rows are sorted by. */
export function sortKey({ expression }: SortItem, at: Context): string {
  const { sql, type } = printExpression(expression, at);
  checkOrderable(type, 'ORDER BY', expression);
  return sql;
}
