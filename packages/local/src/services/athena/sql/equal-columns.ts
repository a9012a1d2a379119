import type { Expression } from 'sql-dialects';
import type { Column, PartitionColumn } from './column.ts';
import type { Scope, ScopeRelation } from './scope.ts';

/** Two columns that are equal in every row that counts. */
export type EqualPair = readonly [Column, Column];

/** The pairs that conditions joined by AND set equal, by name alone: `c.event_date = f.event_date`. */
export function equalPairs(conditions: readonly Expression[], scope: Scope): EqualPair[] {
  return conditions.flatMap((condition): EqualPair[] => {
    if (condition.kind !== 'binary' || condition.op !== '=') return [];
    const [left, right] = [columnOf(condition.left, scope), columnOf(condition.right, scope)];
    // Between types there is a conversion, and not everything that holds for the one value holds for the other.
    if (left === undefined || right === undefined || left.type?.name !== right.type?.name) return [];
    return [[left, right]];
  });
}

function columnOf(expression: Expression, scope: Scope): Column | undefined {
  if (expression.kind !== 'column') return undefined;
  const { column, fields } = scope.resolve(expression.parts, expression);
  return fields.length === 0 && scope.owns(column) ? column : undefined;
}

/**
 * The relations with columns that stand for the partition keys of their equals too, so that a condition on one of them
 * keeps partitions of all of their tables from being read, as Trino infers it. `mayLearn`: the columns that do.
 */
export function withEquals(
  relations: readonly ScopeRelation[],
  pairs: readonly EqualPair[],
  mayLearn: (column: Column) => boolean = () => true,
): readonly ScopeRelation[] {
  const learned = new Map<Column, readonly PartitionColumn[]>();
  const all = relations.flatMap(({ columns }) => columns);
  const known = (column: Column) => learned.get(column) ?? column.partitions;
  for (const [a, b] of pairs) {
    const together = [...new Set([...known(a), ...known(b)])];
    // Columns that share a key are equal already.
    const equals = all.filter(
      (column) => column === a || column === b || known(column).some((key) => together.includes(key)),
    );
    for (const column of equals) if (mayLearn(column)) learned.set(column, together);
  }
  if (learned.size === 0) return relations;
  return relations.map(({ qualifiers, columns }) => ({
    qualifiers,
    columns: columns.map((column) => ({ ...column, partitions: known(column) })),
  }));
}
