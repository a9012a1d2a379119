import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryDirectory } from 'assembly-runtime/testing/temporary-directory.ts';
import { expect, it } from 'vitest';
import { compileJob } from '../../infrastructure/realtime/job/compile-job.ts';
import { InvalidMetrics, readMetrics } from '../../sql/metrics.ts';
import { documentedMetric } from './documented-metric.ts';

const purchases = fileURLToPath(new URL('../../sql/metrics/purchases_per_minute', import.meta.url));
const original = (file: string) => readFileSync(join(purchases, file), 'utf8');

/** What is said about a folder like that of purchases_per_minute with other files; undefined takes a file away. */
function problemsOf(files: Readonly<Record<string, string | undefined>>, name = 'sold_per_minute'): readonly string[] {
  const directory = temporaryDirectory();
  cpSync(purchases, join(directory, name), { recursive: true });
  for (const [file, text] of Object.entries(files)) {
    if (text === undefined) rmSync(join(directory, name, file));
    else writeFileSync(join(directory, name, file), text);
  }
  try {
    readMetrics(directory);
    return [];
  } catch (error) {
    if (error instanceof InvalidMetrics) return error.problems;
    throw error;
  }
}

const flink = (from: string | RegExp, to: string) => ({ 'flink.sql': original('flink.sql').replace(from, to) });
const query = (from: string | RegExp, to: string) => ({ 'query.sql': original('query.sql').replace(from, to) });
const about = (from: string | RegExp, to: string) => ({ 'about.yaml': original('about.yaml').replace(from, to) });
const folder = 'sql/metrics/sold_per_minute';

it('a folder that is right is a metric that is also computed live', () => {
  expect(problemsOf({})).toEqual([]);
});

it.each([
  ['a column less', flink(/ part,\n/, '\n'), '/flink.sql: column part is missing'],
  ['a column more', flink(' AS dimensions', ' AS dimensions, 1 AS more'), '/flink.sql: more is no column of a metric'],
  ['a column without a name', flink(' AS dimensions', ''), '/flink.sql: column dimensions is missing'],
  [
    'columns in another order',
    flink('window_start, window_end', 'window_end, window_start'),
    '/flink.sql: columns must be',
  ],
  ['a distinct count', flink('COUNT(*)', 'COUNT(DISTINCT player_id)'), '/flink.sql: DISTINCT cannot be corrected'],
  [
    'a condition on counts',
    { 'flink.sql': `${original('flink.sql').trim()} HAVING COUNT(*) > 5` },
    '/flink.sql: HAVING cannot be corrected',
  ],
  ['an average', flink('SUM(', 'AVG('), '/flink.sql: AVG cannot be corrected'],
  [
    'no part in the key',
    flink('application_id, part, JSON', 'application_id, JSON'),
    '/flink.sql: GROUP BY must have part',
  ],
  ['a view that is not there', flink('events_by_minute', 'event'), '/flink.sql: reads event, which is none of'],
  ['a view without a late twin', flink('events_by_minute', 'events'), '/flink.sql: events has no late twin'],
  ['two statements', flink(/$/, '; SELECT 1'), '/flink.sql: must be one SELECT, without ;'],
  ['no SELECT', { 'flink.sql': 'INSERT INTO metrics SELECT 1' }, '/flink.sql: must be one SELECT'],
  ['a dimension that the query has not', query(' AS currency', ''), '/query.sql: column currency is missing'],
  [
    'a value that flink.sql has not',
    query('count(*) AS events', 'count(*) AS buys'),
    '/query.sql: buys is not what flink.sql',
  ],
  ['nothing about late events', about(/late_events.*/, ''), '/about.yaml: late_events is missing'],
  ['another word for them', about('corrected', 'dropped'), '/about.yaml: late_events must be corrected or ignored'],
  ['no reason to ignore them', about('corrected', 'ignored'), '/about.yaml: late_events_reason is missing'],
  ['no owner', about(/owner.*/, ''), '/about.yaml: owner is missing'],
  ['a key that is misspelt', about('owner', 'ownr'), '/about.yaml: ownr is not known'],
  ['no YAML', { 'about.yaml': 'question: a: b' }, '/about.yaml: '],
  ['no query', { 'query.sql': undefined }, '/query.sql: is missing'],
  ['no flink.sql', { 'flink.sql': undefined }, '/flink.sql: is missing'],
])('%s is refused by the name of the file', (_, files, problem) => {
  expect(problemsOf(files)).toContainEqual(expect.stringContaining(`${folder}${problem}`));
});

it.each([
  ['login', 'an event type'],
  ['events', 'a table'],
  ['raw_things', 'a table'],
  ['Sold', 'lower-case'],
])('%s is refused as a name', (name) => {
  expect(problemsOf({}, name)).toContainEqual(expect.stringMatching(new RegExp(`^sql/metrics/${name}: is `)));
});

it('everything that is wrong is said at once', () => {
  const directory = temporaryDirectory();
  for (const name of ['one', 'two']) mkdirSync(join(directory, name));
  expect(() => readMetrics(directory)).toThrow(/one\/about.yaml(.|\n)*two\/query.sql/);
});

it('the job asks late events what can be corrected, once more, and nothing else', () => {
  const metrics = readMetrics().flatMap(({ live }) => live ?? []);
  const [, inTime = '', late = ''] = compileJob(metrics).split(/^INSERT INTO metrics$/m);
  const corrected = metrics.filter(({ lateEvents }) => lateEvents === 'corrected');
  const asked = (insert: string) => [...insert.matchAll(/^SELECT \* FROM (\w+)/gm)].map(([, view]) => view);
  expect(asked(inTime)).toEqual(metrics.map(({ name }) => `rows_of_${name}`));
  expect(asked(late)).toEqual(corrected.map(({ name }) => `corrections_of_${name}`));
  const [, ...corrections] = inTime.split('CREATE VIEW');
  expect(corrections).toHaveLength(corrected.length);
  for (const view of corrections) expect(view).toMatch(/^ {2}FROM late_\w+_by_minute$/m);
});

it('the folder of docs/add-a-metric.md is right, and takes its part in the job', () => {
  const { name, live } = documentedMetric();
  const job = compileJob(live === undefined ? [] : [live]);
  expect(job.match(new RegExp(`'${name}' AS metric`, 'g'))).toHaveLength(2);
  expect(job).toContain("KEY 'hero' VALUE");
});
