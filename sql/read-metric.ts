import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventTypes } from '../schemas/generated/event-types.ts';
import { readAbout } from './about-metric.ts';
import { liveProblems } from './live-problems/live-problems.ts';
import type { Metric } from './metric.ts';

/** What a metric's name must not be: a table, or a view of an event type. */
const takenNames = new Set([
  ...[
    'events',
    'compacted_events',
    'uncompacted_events',
    'quarantined_events',
    'failed_events',
    'metrics',
    'metric_totals',
  ],
  ...eventTypes.map(({ view }) => view),
]);

/** A folder of metrics, or what is wrong with it: `/flink.sql: …`, `: …` of the folder itself. */
export function readMetric(
  directory: string,
  name: string,
): { readonly metric: Metric | undefined; readonly problems: readonly string[] } {
  const problems = nameProblems(name);
  const texts = new Map(
    ['about.yaml', 'query.sql', 'flink.sql'].map((file) => [file, read(join(directory, name, file))]),
  );
  for (const file of ['about.yaml', 'query.sql']) {
    if (texts.get(file) === undefined) problems.push(`/${file}: is missing`);
  }
  const about = readAbout(texts.get('about.yaml') ?? '');
  if (texts.get('about.yaml') !== undefined)
    problems.push(...about.problems.map((problem) => `/about.yaml: ${problem}`));
  const sql = texts.get('query.sql') ?? '';
  const flink = texts.get('flink.sql');
  const { lateEvents, parameters } = about;
  const marks = sql.replace(/'[^']*'/g, '').split('?').length - 1;
  if (marks !== parameters.length) {
    problems.push(`: about.yaml has ${parameters.length} parameters, query.sql ${marks}`);
  }
  if (flink !== undefined && lateEvents === undefined) {
    problems.push('/about.yaml: late_events is missing: a metric with flink.sql says corrected or ignored');
  }
  if (flink === undefined && lateEvents !== undefined) {
    problems.push('/flink.sql: is missing, and about.yaml says what becomes of late_events');
  }
  if (flink !== undefined) problems.push(...liveProblems(flink, sql, lateEvents));
  if (problems.length > 0) return { metric: undefined, problems };
  const live = flink === undefined || lateEvents === undefined ? undefined : { name, sql: flink, lateEvents };
  const { question, grain, owner, engines, storedDifference } = about;
  return { metric: { name, question, grain, owner, parameters, sql, engines, live, storedDifference }, problems };
}

function nameProblems(name: string): string[] {
  if (!/^[a-z][a-z0-9_]{0,127}$/.test(name)) {
    return [': is not the name of a metric: lower-case letters, digits and _, beginning with a letter'];
  }
  if (takenNames.has(name) || name.startsWith('raw_')) {
    return [': is the name of a table or of an event type’s view: choose another'];
  }
  return [];
}

function read(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}
