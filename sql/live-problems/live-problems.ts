import { type Query, SqlError } from 'sql-dialects';
import { parseQuery as parseFlinkQuery } from 'sql-dialects/flink';
import { parseQuery as parseTrinoQuery } from 'sql-dialects/trino';
import type { LateEvents } from '../live-metric.ts';
import { outerSelects, selectedColumns } from '../selected-columns.ts';
import { columnProblems } from './column-problems.ts';
import { correctionProblems } from './correction-problems.ts';
import { queryProblems } from './query-problems.ts';
import { sourceProblems } from './source-problems.ts';

/** Problems of a live metric's flink.sql and query.sql, each prefixed with its file: `/flink.sql: …`. */
export function liveProblems(flinkSql: string, querySql: string, lateEvents: LateEvents | undefined): string[] {
  const parsed = parse(flinkSql, parseFlinkQuery);
  if (typeof parsed === 'string') return [`/flink.sql: must be one SELECT, without ; and in Flink SQL: ${parsed}`];
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

/** The parsed query, or the parser's message. */
function parse(sql: string, parseQuery: (sql: string) => Query): Query | string {
  try {
    return parseQuery(sql);
  } catch (error) {
    if (error instanceof SqlError) return error.message;
    throw error;
  }
}
