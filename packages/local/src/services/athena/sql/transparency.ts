import type { Expression, Select, Window } from 'sql-dialects';
import { walk } from 'sql-dialects';
import type { Column } from './column.ts';
import type { Context } from './context.ts';
import { inherited } from './print-window.ts';

/**
 * Whether a condition on this column may as well be met before the SELECT: when groups and windows are made within
 * equal values of it.
 */
export function passesFilters(column: Column, select: Select, at: Context): boolean {
  if (column.partitions.length === 0) return false;
  const isColumn = (expression: Expression) => {
    if (expression.kind === 'literal' && expression.type === 'integer') {
      const item = select.items[Number(expression.text) - 1];
      return item?.kind === 'item' && isSame(item.expression, column, at);
    }
    return isSame(expression, column, at);
  };
  const grouped = select.groupBy.length > 0 || select.having !== undefined;
  if (grouped && !select.groupBy.some((group) => group.kind === 'by' && isColumn(group.expression))) return false;
  return windowsOf(select).every((window) => inherited(window, at).partitionBy.some((key) => isSame(key, column, at)));
}

function isSame(expression: Expression, column: Column, at: Context): boolean {
  if (expression.kind !== 'column') return false;
  try {
    const found = at.scope.resolve(expression.parts, expression);
    return found.fields.length === 0 && found.column.sql === column.sql;
  } catch {
    return false;
  }
}

function windowsOf(select: Select): Window[] {
  const windows: Window[] = [];
  walk(select.items, (node) => {
    if ('kind' in node && node.kind === 'call' && 'over' in node && node.over !== undefined)
      windows.push(node.over as Window);
  });
  return windows;
}
