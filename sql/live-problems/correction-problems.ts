import { newPrinter, type Query, type Select, walk } from 'sql-dialects';
import { flink } from 'sql-dialects/flink';
import { liveViews, viewsByMinute } from '../live-metric.ts';
import { sourcesOf } from './source-problems.ts';

/** Aggregates whose value over all rows is the sum of their values over parts of the rows. */
const additive = new Set(['COUNT', 'SUM']);
const otherAggregates = new Set([
  ...['AVG', 'MIN', 'MAX', 'FIRST_VALUE', 'LAST_VALUE', 'LISTAGG', 'COLLECT', 'JSON_ARRAYAGG', 'JSON_OBJECTAGG'],
  ...['STDDEV_POP', 'STDDEV_SAMP', 'STDDEV', 'VAR_POP', 'VAR_SAMP', 'VARIANCE'],
]);

const { expression: textOf } = newPrinter(flink);

const hint = 'say late_events: ignored in about.yaml, with the reason';

/** Late events are added to closed windows, so the query may only hold what can be corrected by addition. */
export function correctionProblems(query: Query): string[] {
  return [
    ...uncorrectableClauses(query).map((clause) => `${clause} cannot be corrected by adding what came late: ${hint}`),
    ...uncorrectableAggregates(query).map(
      (name) => `${name} cannot be corrected by adding what came late, ${[...additive].join(' and ')} can: ${hint}`,
    ),
    ...sourcesWithoutTwin(query).map(
      (source) => `${source} has no late twin, as ${[...viewsByMinute].join(', ')} have: ${hint}`,
    ),
    ...(groupsByPart(query) ? [] : ['GROUP BY must have part: each late event corrects by a row of its own']),
  ];
}

function uncorrectableClauses(query: Query): string[] {
  const clauses = new Set<string>();
  walk(query, (node) => {
    if (node.kind === 'select' && node.having !== undefined) clauses.add('HAVING');
    if ((node.kind === 'select' || node.kind === 'call') && node.distinct) clauses.add('DISTINCT');
  });
  return [...clauses];
}

function uncorrectableAggregates(query: Query): string[] {
  const names = new Set<string>();
  walk(query, (node) => {
    if (node.kind === 'call' && otherAggregates.has(node.text.toUpperCase())) names.add(node.text.toUpperCase());
  });
  return [...names];
}

function sourcesWithoutTwin(query: Query): string[] {
  return sourcesOf(query).filter((source) => liveViews.has(source) && !viewsByMinute.has(source));
}

function groupsByPart(query: Query): boolean {
  const selects: Select[] = [];
  walk(query, (node) => {
    if (node.kind === 'select') selects.push(node);
  });
  return selects.some(({ groupBy }) =>
    groupBy.some((grouping) => grouping.kind === 'by' && textOf(grouping.expression) === 'part'),
  );
}
