import { newPrinter, type Query, type Select, SqlError, walk } from 'sql-dialects';
import { flink, parseQuery as parseFlinkQuery } from 'sql-dialects/flink';
import { parseQuery as parseTrinoQuery } from 'sql-dialects/trino';
import { type LateEvents, liveColumns, liveViews, viewsByMinute } from './live-metric.ts';
import { outerSelects, type SelectedColumn, selectedColumns } from './selected-columns.ts';

/** Aggregates whose value for some rows and for others adds up to that for all of them. */
const additive = new Set(['COUNT', 'SUM']);
const otherAggregates = new Set([
  ...['AVG', 'MIN', 'MAX', 'FIRST_VALUE', 'LAST_VALUE', 'LISTAGG', 'COLLECT', 'JSON_ARRAYAGG', 'JSON_OBJECTAGG'],
  ...['STDDEV_POP', 'STDDEV_SAMP', 'STDDEV', 'VAR_POP', 'VAR_SAMP', 'VARIANCE'],
]);

const { expression: textOf } = newPrinter(flink);

/** What is wrong with a live metric's flink.sql, and with query.sql beside it: `/flink.sql: …`. */
export function liveProblems(flinkSql: string, querySql: string, lateEvents: LateEvents | undefined): string[] {
  const parsed = parse(flinkSql, parseFlinkQuery);
  if (typeof parsed === 'string') return [`/flink.sql: must be one SELECT, without ; (${parsed})`];
  const [columns, ...more] = outerSelects(parsed).map(selectedColumns);
  if (columns === undefined) return ['/flink.sql: must be one SELECT'];
  const problems = [columns, ...more].flatMap(columnProblems);
  problems.push(...sourceProblems(parsed));
  if (lateEvents === 'corrected') problems.push(...correctionProblems(parsed));
  if (problems.length > 0) return problems.map((problem) => `/flink.sql: ${problem}`);
  const query = parse(querySql, parseTrinoQuery);
  if (typeof query === 'string') return [`/query.sql: ${query}`];
  return queryProblems(columns, query).map((problem) => `/query.sql: ${problem}`);
}

/** The query, or why it is none. */
function parse(sql: string, parseQuery: (sql: string) => Query): Query | string {
  try {
    return parseQuery(sql);
  } catch (error) {
    if (error instanceof SqlError) return error.message;
    throw error;
  }
}

function columnProblems(columns: readonly SelectedColumn[]): string[] {
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

/** The tables and views that a query reads, those of window functions included. */
function sourcesOf(query: Query): string[] {
  const sources: string[] = [];
  walk(query, (node) => {
    if (node.kind === 'table') sources.push(node.parts.map(({ text }) => text).join('.'));
  });
  return sources;
}

function sourceProblems(query: Query): string[] {
  const unknown = sourcesOf(query).filter((source) => !liveViews.has(source));
  return unknown.map((source) => `reads ${source}, which is none of ${[...liveViews].join(', ')}`);
}

function correctionProblems(query: Query): string[] {
  const hint = 'say late_events: ignored in about.yaml, with the reason';
  const uncorrectable = new Set<string>();
  const aggregates = new Set<string>();
  const selects: Select[] = [];
  walk(query, (node) => {
    if (node.kind === 'select') {
      selects.push(node);
      if (node.having !== undefined) uncorrectable.add('HAVING');
    }
    if ((node.kind === 'select' || node.kind === 'call') && node.distinct) uncorrectable.add('DISTINCT');
    if (node.kind === 'call' && otherAggregates.has(node.text.toUpperCase())) aggregates.add(node.text.toUpperCase());
  });
  const withoutTwin = sourcesOf(query).filter((source) => liveViews.has(source) && !viewsByMinute.has(source));
  const groupsByPart = selects.some(({ groupBy }) =>
    groupBy.some((grouping) => grouping.kind === 'by' && textOf(grouping.expression) === 'part'),
  );
  return [
    ...[...uncorrectable].map((word) => `${word} cannot be corrected by adding what came late: ${hint}`),
    ...[...aggregates].map(
      (name) => `${name} cannot be corrected by adding what came late, ${[...additive].join(' and ')} can: ${hint}`,
    ),
    ...withoutTwin.map((source) => `${source} has no late twin, as ${[...viewsByMinute].join(', ')} have: ${hint}`),
    ...(groupsByPart ? [] : ['GROUP BY must have part: each late event corrects by a row of its own']),
  ];
}

/** The query must select the row's keys, a column for each dimension, and the values that are not NULL. */
function queryProblems(columns: readonly SelectedColumn[], query: Query): string[] {
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
