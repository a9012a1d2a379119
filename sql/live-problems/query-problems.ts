import type { Query } from 'sql-dialects';
import { outerSelects, type SelectedColumn, selectedColumns } from '../selected-columns.ts';

/** query.sql must select the keys of the row, a column for each dimension, and the values that are not NULL. */
export function queryProblems(columns: readonly SelectedColumn[], query: Query): string[] {
  const values = ['events', 'players', 'amount'].filter(
    (name) => !isNull(columns.find((column) => column.name === name)),
  );
  const wanted = ['window_start', 'application_id', ...dimensionsOf(columns), ...values];
  return outerSelects(query).flatMap((select) => {
    const names = selectedColumns(select)
      .map(({ name }) => name)
      .filter((name) => name !== 'window_end');
    const missing = wanted.filter((column) => !names.includes(column));
    const more = names.filter((name) => name === undefined || !wanted.includes(name));
    return [
      ...missing.map((column) => `column ${column} is missing, which flink.sql gives`),
      ...more.map((name) => `${name ?? 'a column without a name'} is not what flink.sql gives: ${wanted.join(', ')}`),
    ];
  });
}

/** `CAST(NULL AS type)`: the metric has no such value. */
function isNull(column: SelectedColumn | undefined): boolean {
  const { expression } = column ?? {};
  if (expression?.kind !== 'cast') return false;
  return expression.operand.kind === 'literal' && expression.operand.type === 'null';
}

function dimensionsOf(columns: readonly SelectedColumn[]): string[] {
  const dimensions = columns.find(({ name }) => name === 'dimensions')?.expression;
  if (dimensions?.kind !== 'json-object') return [];
  return dimensions.members.flatMap(({ key }) => (key.kind === 'literal' ? [key.text] : []));
}
