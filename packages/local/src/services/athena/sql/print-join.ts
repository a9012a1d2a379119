import type { Relation } from 'sql-dialects';
import { refuseAggregates } from './aggregates.ts';
import type { Column } from './column.ts';
import type { Context } from './context.ts';
import { type EqualPair, equalPairs, withEquals } from './equal-columns.ts';
import { booleanOf } from './print-operators.ts';
import { type PrintedRelation, printRelation } from './print-relation.ts';
import { conjuncts, pushFilter } from './push-filter.ts';
import { Scope, type ScopeRelation } from './scope.ts';
import { checkComparison } from './types/check-operands.ts';

export function printJoin(
  join: Extract<Relation, { kind: 'join' }>,
  at: Context,
  outer?: PrintedRelation,
): PrintedRelation {
  const left = printRelation(join.left, at, outer);
  const right = printRelation(join.right, at, left);
  const merged = [...left.merged, ...right.merged];
  const inside = { ...at, scope: new Scope([...left.relations, ...right.relations], merged, at.scope) };
  if (join.on !== undefined) refuseAggregates(join.on, 'JOIN clause');
  const conditions = join.on === undefined ? [] : conjuncts(join.on);
  const sides = learned(left.relations, right.relations, equalPairs(conditions, inside.scope), join.type);
  if (join.type === 'inner') {
    const scope = new Scope([...sides.left, ...sides.right], merged, at.scope);
    for (const condition of conditions) pushFilter(condition, { ...inside, scope });
  } else if (join.type === 'left') {
    const rightColumns = new Set(right.relations.flatMap(({ columns }) => columns));
    for (const condition of conditions) pushFilter(condition, inside, (column) => rightColumns.has(column));
  }
  const word = join.type === 'cross' ? 'CROSS' : join.type.toUpperCase();
  const isLateral = join.right.kind === 'unnest';
  const result = (condition: string, merged: readonly Column[]): PrintedRelation => ({
    sql:
      isLateral && join.type === 'cross'
        ? `${left.sql} CROSS JOIN ${right.sql}`
        : `${left.sql} ${word} JOIN ${right.sql}${condition}`,
    relations: [
      ...withoutPushing(sides.left, join.type === 'right' || join.type === 'full'),
      ...withoutPushing(sides.right, join.type === 'left' || join.type === 'full'),
    ],
    merged,
  });
  if (join.type === 'cross') return result('', merged);
  if (join.on !== undefined) return result(` ON ${booleanOf(join.on, 'JOIN ON clause', inside)}`, merged);
  return joinUsing(join, left, right, at, result);
}

/**
 * What columns learn from those of the other side that they are equal to. In an outer join only the side whose rows
 * are all kept learns: a row of the other side counts only where it has a partner.
 */
function learned(
  left: readonly ScopeRelation[],
  right: readonly ScopeRelation[],
  pairs: readonly EqualPair[],
  type: Extract<Relation, { kind: 'join' }>['type'],
): { left: readonly ScopeRelation[]; right: readonly ScopeRelation[] } {
  if (type === 'full' || pairs.length === 0) return { left, right };
  const kept = type === 'left' ? left : type === 'right' ? right : [...left, ...right];
  const columns = new Set(kept.flatMap(({ columns }) => columns));
  const all = withEquals([...left, ...right], pairs, (column) => columns.has(column));
  return { left: all.slice(0, left.length), right: all.slice(left.length) };
}

/** In an outer join rows without a partner have no values: conditions on them cannot be met beforehand. */
function withoutPushing(relations: readonly ScopeRelation[], isOptional: boolean): readonly ScopeRelation[] {
  if (!isOptional) return relations;
  return relations.map(({ qualifiers, columns }) => ({
    qualifiers,
    columns: columns.map((column) => ({ ...column, partitions: [] })),
  }));
}

function joinUsing(
  join: Extract<Relation, { kind: 'join' }>,
  left: PrintedRelation,
  right: PrintedRelation,
  at: Context,
  result: (condition: string, merged: readonly Column[]) => PrintedRelation,
): PrintedRelation {
  const pairs = join.using.map((name) => {
    const find = (side: PrintedRelation) => new Scope(side.relations, side.merged).resolve([name], join).column;
    return [find(left), find(right)] as const;
  });
  for (const pair of pairs) for (const column of pair) at.analysis.note(column);
  for (const [a, b] of pairs) checkComparison('=', a.type, b.type, join);
  const merged = pairs.map(([a, b]): Column => {
    const together = a.type?.name === b.type?.name ? [...a.partitions, ...b.partitions] : undefined;
    if (join.type === 'right') return { ...b, partitions: together ?? b.partitions };
    if (join.type === 'full') return { ...a, sql: `coalesce(${a.sql}, ${b.sql})`, partitions: [] };
    return { ...a, partitions: together ?? a.partitions };
  });
  const condition = pairs.map(([a, b]) => `${a.sql} = ${b.sql}`).join(' AND ');
  const joined = result(` ON ${condition}`, merged);
  return { ...joined, relations: withoutMerged(joined.relations, new Set(join.using.map(({ key }) => key))) };
}

/** The columns of USING belong to neither side any more: they have no qualifier. */
function withoutMerged(relations: readonly ScopeRelation[], names: ReadonlySet<string>): ScopeRelation[] {
  return relations.map(({ qualifiers, columns }) => ({
    qualifiers,
    columns: columns.filter(({ name }) => !names.has(name?.toLowerCase() ?? '')),
  }));
}
