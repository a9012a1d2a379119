import { newPrinter } from 'sql-dialects';
import { flink } from 'sql-dialects/flink';
import { liveColumns } from '../live-metric.ts';
import type { SelectedColumn } from '../selected-columns.ts';

const { expression: textOf } = newPrinter(flink);

/** A live metric's SELECT must have exactly the columns `liveColumns`, in that order. */
export function columnProblems(columns: readonly SelectedColumn[]): string[] {
  const names = columns.map(({ name }) => name);
  const missing = liveColumns.filter((column) => !names.includes(column));
  if (missing.length > 0)
    return missing.map((column) => `column ${column} is missing (NULL where the metric has none)`);
  const unknown = columns.filter(({ name }) => !liveColumns.some((column) => column === name));
  if (unknown.length > 0) return unknown.map((column) => `${labelOf(column)} is no column of a metric`);
  const ordered = names.length === liveColumns.length && liveColumns.every((column, index) => column === names[index]);
  return ordered ? [] : [`columns must be ${liveColumns.join(', ')}, in this order`];
}

function labelOf({ name, expression }: SelectedColumn): string {
  return name ?? (expression === undefined ? '*' : textOf(expression));
}
