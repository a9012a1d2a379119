import { FlinkSqlError } from '../job/flink-sql-error.ts';
import { type Expression, type From, partsOf, type Query, type Select } from '../job/job.ts';
import { Aggregation, hasAggregate } from './aggregation.ts';
import { Deduplication } from './plan-deduplication.ts';
import { Filter } from './plan-filter.ts';
import { planWindow } from './plan-window.ts';
import { Projection } from './projection.ts';
import type { Relation } from './relation.ts';

/** What queries of one job have in common. */
export interface Planning {
  /** A table or view by its name. Throws FlinkSqlError where there is none. */
  relation(name: string, line: number): Relation;
  /** A name for the next step. */
  nextStep(): string;
  add(step: Aggregation | Deduplication | Filter): void;
}

/** `view`: the name of the view that the query is. Throws FlinkSqlError for what the window runner cannot compute. */
export function planQuery(query: Query, planning: Planning, view?: string): Relation {
  if (query.kind === 'union') {
    throw new FlinkSqlError('UNION ALL is supported here between the queries of an INSERT', query.line);
  }
  return planSelect(query, planning, view);
}

function planSelect(select: Select, planning: Planning, view: string | undefined): Relation {
  const input = planFrom(select.from, planning);
  const { alias } = select.from;
  const { relation, where } = deduplicated(input, alias, conjuncts(select.where), planning);
  if (relation.numbering) {
    throw new FlinkSqlError(`ROW_NUMBER: WHERE ${relation.numbering.name} = 1 is missing`, select.line);
  }
  const isAggregated = select.groupBy.length > 0 || hasAggregate(select.items) || select.having !== undefined;
  if (!isAggregated) {
    const rows = new Projection(relation, alias, { items: select.items, where });
    if (view === undefined || !where.some(readsWatermark)) return rows;
    const filter = new Filter(rows, view);
    planning.add(filter);
    return filter;
  }
  const base = where.length > 0 ? new Projection(relation, alias, { items: everything(select.line), where }) : relation;
  if (base.isAggregated) {
    throw new FlinkSqlError('an aggregation of aggregated rows is not supported here', select.line);
  }
  const expressions = [
    ...select.items.flatMap((item) => (item.kind === 'expression' ? [item.expression] : [])),
    ...(select.having ? [select.having] : []),
  ];
  const { groupBy, line } = select;
  const aggregation = new Aggregation(base, alias, { groupBy, expressions, line }, planning.nextStep());
  planning.add(aggregation);
  const having = select.having ? [select.having] : [];
  return new Projection(aggregation, undefined, { items: select.items, where: having }, (expression) =>
    aggregation.known(expression),
  );
}

function readsWatermark(expression: Expression): boolean {
  const isCall = expression.kind === 'call' && expression.name.toUpperCase() === 'CURRENT_WATERMARK';
  return isCall || partsOf(expression).some(readsWatermark);
}

function everything(line: number): Select['items'] {
  return [{ kind: 'all', line }];
}

function planFrom(from: From, planning: Planning): Relation {
  if (from.kind === 'query') return planQuery(from.query, planning);
  if (from.kind === 'window') return planWindow(from, planning.relation(from.table, from.line));
  return planning.relation(from.name, from.line);
}

function conjuncts(expression: Expression | undefined): Expression[] {
  if (!expression) return [];
  if (expression.kind !== 'binary' || expression.operator !== 'AND') return [expression];
  return [...conjuncts(expression.left), ...conjuncts(expression.right)];
}

/** Rows with a number, of which only the first of equal ones are wanted → those, and the filters that are left. */
function deduplicated(
  relation: Relation,
  alias: string | undefined,
  where: readonly Expression[],
  planning: Planning,
): { relation: Relation; where: readonly Expression[] } {
  const { numbering } = relation;
  const first = numbering && where.find((filter) => isFirst(filter, numbering.name, alias));
  if (!numbering || !first) return { relation, where };
  if (relation.isAggregated) {
    throw new FlinkSqlError('a deduplication of aggregated rows is not supported here', numbering.line);
  }
  const deduplication = new Deduplication(relation, numbering, planning.nextStep());
  planning.add(deduplication);
  return { relation: deduplication, where: where.filter((filter) => filter !== first) };
}

function isFirst(filter: Expression, name: string, alias: string | undefined): boolean {
  if (filter.kind !== 'binary' || (filter.operator !== '=' && filter.operator !== '<=')) return false;
  const { left, right } = filter;
  const names =
    left.kind === 'column' && left.path.length > 1 && left.path[0] === alias ? left.path.slice(1) : undefined;
  const path = names ?? (left.kind === 'column' ? left.path : []);
  return path.length === 1 && path[0] === name && right.kind === 'number' && right.text === '1';
}
