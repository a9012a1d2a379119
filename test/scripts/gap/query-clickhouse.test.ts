import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createClient } from '@clickhouse/client';
import { ClickHouseServer } from 'assembly-runtime/clickhouse';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clickHouseStatements } from '../../../sql/tables/clickhouse/statements.ts';
import { runGap } from '../../support/pipeline.ts';

const state = mkdtempSync(join(tmpdir(), 'gap-query-'));
let server: ClickHouseServer;
let address: string;

beforeAll(async () => {
  const directory = join(state, 'clickhouse');
  server = await ClickHouseServer.start({ directory, user: 'analyst', password: 'a b', memoryBytes: 1e9 }, () => {});
  address = server.url.replace('//', '//analyst:a%20b@');
  const client = createClient({ url: address });
  const options = { database: 'game_analytics', cluster: '', retentionDays: 30, metricRetentionDays: 30 };
  for (const { sql } of clickHouseStatements(options)) await client.command({ query: sql });
  await client.close();
  writeRun({ clickhouse: address });
});
afterAll(async () => {
  await server?.close();
  rmSync(state, { recursive: true });
});

/** What a run has written about itself. */
function writeRun(more: object): void {
  const run = { api: 'http://127.0.0.1:1/live', aws: 'http://127.0.0.1:1', region: 'eu-central-1', accessKeyId: 'a' };
  const outputs = { EventsDatabase: 'game_analytics' };
  writeFileSync(join(state, 'run.json'), JSON.stringify({ ...run, secretAccessKey: 'b', outputs, ...more }));
}

const ask = (...args: string[]) => runGap({ state }, 'query', ...args, '--engine', 'clickhouse');

it('prints rows as Athena’s are printed: numbers as numbers with all their digits, times with milliseconds', async () => {
  const { stdout, exitCode } = await ask(
    `SELECT 9007199254740993 AS whole, CAST('12.50' AS Decimal(18, 4)) AS amount, 0.1 + 0.2 AS float, true AS yes,
       NULL AS nothing, 'a\\tb\\n\\\\"' AS text, toDate('2026-01-26') AS day, toDateTime('2026-01-26 10:11:12', 'UTC') AS second,
       toLowCardinality(toNullable('x')) AS word, toDateTime64('2026-01-26 10:11:12.5', 3, 'UTC') AS millisecond;`,
    '--json',
  );
  expect(stdout).toContain('"whole":9007199254740993,"amount":12.5000,');
  const rows: unknown = JSON.parse(stdout);
  expect(rows).toEqual([
    {
      ...{ whole: 9007199254740992, amount: 12.5, float: 0.30000000000000004, yes: true, nothing: null },
      ...{ text: 'a\tb\n\\"', day: '2026-01-26', second: '2026-01-26 10:11:12.000', word: 'x' },
      millisecond: '2026-01-26 10:11:12.500',
    },
  ]);
  expect(exitCode).toBe(0);
});

it('answers as the standard says where ClickHouse has another habit', async () => {
  const sql = `SELECT sum(b.n) AS n, count(b.n) AS found FROM (SELECT 1 AS k) AS a LEFT JOIN (SELECT 2 AS k, 5 AS n) AS b ON a.k = b.k`;
  expect(JSON.parse((await ask(sql, '--json')).stdout)).toEqual([{ n: null, found: 0 }]);
});

it('asks a metric by its name, and prints a table', async () => {
  const { stdout, exitCode } = await ask('--metric', 'logins_per_minute');
  expect({ exitCode, stdout }).toEqual({
    exitCode: 0,
    stdout: 'window_start  application_id  events\n------------  --------------  ------\n',
  });
});

it.each([
  ['SQL that ClickHouse refuses', ['SELECT nonsense'], 1, /nonsense/],
  ['SQL that would change something', ['DROP TABLE raw_events'], 1, /readonly/],
  [
    'a metric of Athena’s alone',
    ['--metric', 'duplicated_events'],
    2,
    /there is no metric duplicated_events for clickhouse; there are: /,
  ],
  ['a parameter that the metric has not', ['--metric', 'logins_per_minute', '--param', 'a=1'], 2, /has no --param a/],
  ['an address that is none', ['SELECT 1', '--clickhouse', 'localhost:8443'], 2, /--clickhouse takes https/],
  [
    'an address where nobody is',
    ['SELECT 1', '--clickhouse', 'http://u:secret@127.0.0.1:1'],
    3,
    /^gap: ClickHouse on http:\/\/127.0.0.1:1 does not answer/,
  ],
  ['a wrong password', ['SELECT 1', '--clickhouse', 'WRONG'], 1, /[Aa]uthentication failed/],
])('%s ends with its exit code', async (_, args, wanted, words) => {
  const wrong = address.replace('a%20b', 'wrong');
  const { exitCode, stdout, stderr } = await ask(...args.map((word) => (word === 'WRONG' ? wrong : word)));
  expect({ exitCode, stdout }).toEqual({ exitCode: wanted, stdout: '' });
  expect(stderr).toMatch(words);
  expect(stderr).not.toContain('secret@');
});

it('an address without a user gets that of the stack’s secret', async () => {
  const asked: unknown[] = [];
  const secrets = createServer(async (request, response) => {
    asked.push(request.headers['x-amz-target'], JSON.parse(await text(request)));
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.end(JSON.stringify({ SecretString: '{"username":"analyst","password":"a b"}' }));
  });
  secrets.listen(0, '127.0.0.1');
  await once(secrets, 'listening');
  const { port } = Object(secrets.address());
  const outputs = { EventsDatabase: 'game_analytics', ClickHouseSecret: 'arn:login' };
  writeRun({ aws: `http://127.0.0.1:${port}`, outputs });
  const { stdout } = await ask('SELECT currentUser() AS me', '--clickhouse', server.url, '--json');
  secrets.close();
  expect(stdout).toBe('[{"me":"analyst"}]\n');
  expect(asked).toEqual(['secretsmanager.GetSecretValue', { SecretId: 'arn:login' }]);
});

it('a pipeline without ClickHouse says what it takes', async () => {
  writeRun({});
  const { exitCode, stderr } = await ask('SELECT 1');
  expect(exitCode).toBe(3);
  expect(stderr).toContain('REAL_TIME_STORES');
  expect((await ask('SELECT 1 AS one', '--clickhouse', address, '--json')).stdout).toBe('[{"one":1}]\n');
});
