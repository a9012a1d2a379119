import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  functionTypes,
  type JobProgress,
  planJob,
  readJob,
  runJob,
  substituteProperties,
} from 'assembly-runtime/flink';
import { MemoryStreams } from 'assembly-runtime/testing/memory-streams.ts';
import { temporaryDirectory } from 'assembly-runtime/testing/temporary-directory.ts';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { judgeFunction } from '../../functions/realtime/judge/judge-function.ts';
import { compileJob } from '../../infrastructure/realtime/job/compile-job.ts';
import { jobAsset } from '../../infrastructure/realtime/job/job-asset.ts';
import { readRegistry } from '../../schemas/registry/read-registry.ts';
import { queryClickHouse } from '../../scripts/gap/clickhouse-query.ts';
import { type Metric, readMetrics } from '../../sql/metrics.ts';
import { canRunFlink, Streams } from '../functions/realtime/flink-sql-runner/streams.ts';
import { apiRecord, application, transformRecords } from '../functions/stream/transform-events/records.ts';
import { type GamesDatabase, startGamesDatabase } from './games-database.ts';

type Values = Readonly<Record<string, unknown>>;

const minute = 60_000;
const day = 24 * 60 * minute;
const metrics = readMetrics().filter(({ live }) => live !== undefined);
const versions = readRegistry(fileURLToPath(new URL('../../schemas/events', import.meta.url))).flatMap(
  (type) => type.versions,
);

let made = 0;
const nextId = () => `0b5c1f6e-3f52-4d6e-8f0b-${String(made++).padStart(12, '0')}`;

/** Every example of the registry by three players, in the order of their times, the last of them a quarter of an hour ago. */
function playedEvents(now: number): Values[] {
  const examples = versions.flatMap(({ pass }) => pass.map(({ event }) => event));
  const played = ['p1', 'p2', 'p3'].flatMap((player_id) => examples.map((event) => ({ ...event, player_id })));
  return played.map((event, index) => ({
    ...event,
    event_id: nextId(),
    event_timestamp: (now - 15 * minute - (played.length - index) * 7777) / 1000,
    sent_at: undefined,
  }));
}

/** What the transform makes of records, and so the loader, in the tables of `database`. */
async function store(database: GamesDatabase, texts: readonly string[], now: number, id = application): Promise<void> {
  const records = texts.map((text, index) => ({
    recordId: String(index),
    approximateArrivalTimestamp: now,
    data: Buffer.from(text).toString('base64'),
  }));
  const knownApplication = (name: string) => (name === id ? { quotedName: '"a game"' } : undefined);
  const { answers } = await transformRecords(records, { knownApplication, now });
  const rows = (outcome: string) => answers.filter(({ keys }) => keys?.outcome === outcome).map(({ row }) => row);
  await database.insert('raw_events', rows('accepted'));
  await database.insert('raw_quarantined_events', rows('quarantined'));
}

/** What the metric's query answers, as far as its windows end by `until`; a line for each row. */
async function storedRows(database: GamesDatabase, { sql }: Metric, until: string): Promise<string[]> {
  const { columns, rows } = await queryClickHouse(database, sql);
  const stored = rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])));
  return stored
    .filter(({ window_end: end }) => end === undefined || end.slice(0, 19) <= until)
    .map(lineOf)
    .sort();
}

/** The metric's rows, parts added up, with the columns of its query; a line for each. */
function liveRows(rows: readonly Values[], { name, sql }: Metric): string[] {
  const columns = /\bAS window_end\b/.test(sql) ? [] : ['window_end'];
  const totals = new Map<string, { row: Values; events: number; amount: number }>();
  for (const { id, metric, part, dimensions, events, amount, ...row } of rows) {
    if (metric !== name) continue;
    const kept = { ...row, ...(JSON.parse(String(dimensions)) as Values) };
    for (const column of columns) Reflect.deleteProperty(kept, column);
    const key = lineOf(kept);
    const total = totals.get(key) ?? { row: kept, events: 0, amount: 0 };
    totals.set(key, { row: kept, events: total.events + Number(events), amount: total.amount + Number(amount) });
  }
  const shown = (value: number, column: string) => (new RegExp(`\\bAS ${column}\\b`).test(sql) ? value : null);
  return [...totals.values()]
    .map(({ row, events, amount }) =>
      lineOf({ ...row, events: shown(events, 'events'), amount: shown(amount, 'amount') }),
    )
    .sort();
}

/** A row as text: what it is about and its values, each engine writing times and decimals in its own way. */
function lineOf(row: Values): string {
  const values = Object.entries(row).filter(([, value]) => value !== null && value !== undefined);
  return values
    .map(([name, value]) => `${name}=${plain(name, String(value))}`)
    .sort()
    .join(' ');
}

function plain(name: string, value: string): string {
  if (/^window_/.test(name)) return value.replace('T', ' ').slice(0, 16);
  return /^\d+\.\d+$/.test(value) ? String(Number(Number(value).toFixed(4))) : value;
}

let database: GamesDatabase;
beforeEach(async () => {
  database = await startGamesDatabase(temporaryDirectory());
  onTestFinished(() => database.close());
});

describe('what is computed live is what the same question gives of the stored events', () => {
  test('on the window runner, with what was set aside and what came late', async () => {
    const start = Date.UTC(2026, 0, 26, 21, 45, 50);
    let now = start;
    let progress: JobProgress | undefined;
    let rounds = 0;
    const streams = new MemoryStreams(1, () => now);
    const judging = { maxEventAgeDays: 30, unknownEventTypes: 'ACCEPT' as const };
    const known = (id: string) => (id === application ? { quotedName: '"a game"' } : undefined);
    const functions = {
      judge: judgeFunction({ judging, knownApplication: known, findApplications: async () => new Map() }),
    };
    const job = compileJob(metrics.flatMap(({ live }) => live ?? []));
    const names = ['EVENT_STREAM_ARN', 'METRICS_STREAM_ARN', 'AWS_REGION'].map((name) => [name, 'x']);
    const properties = { ...Object.fromEntries(names), DEDUPLICATION_TTL: '5 d' };
    const plan = planJob(substituteProperties(readJob(job), properties), functionTypes(functions));
    const stopping = new AbortController();
    const file = join(temporaryDirectory(), 'state.duckdb');
    const onProgress = (reached: JobProgress) => {
      progress = reached;
      rounds++;
    };
    const settings = { plan, functions, calls: streams, file, now: () => now, pollMilliseconds: 1, onProgress };
    const running = runJob(settings, stopping.signal);
    onTestFinished(async () => {
      stopping.abort();
      await running;
    });
    const settle = async () => {
      const wanted = rounds + 3;
      const settled = vi.waitUntil(() => rounds >= wanted && progress?.caughtUp === true, { timeout: 60_000 });
      await Promise.race([running, settled]);
    };
    const record = (event: Values) => apiRecord(JSON.stringify(event), application, now - 250);
    const send = async (texts: readonly string[]) => {
      streams.add(0, ...texts);
      await store(database, texts, now);
    };

    const played = playedEvents(now).map(record);
    await send([...played, ...played.slice(0, 50)]);
    const wrong = versions.flatMap(({ fail }) => fail.map(({ event }) => ({ ...event, event_id: nextId() })));
    await send(wrong.map(record));
    await settle();
    // Nothing comes any more: time goes on with the clock, and the last window of the day closes.
    now += day;
    await settle();
    for (const metric of metrics.filter(
      ({ name }) => !['late_events_per_minute', 'failed_per_minute'].includes(name),
    )) {
      const { name } = metric;
      const live = liveRows(streams.rows, metric);
      expect(live.length, name).toBeGreaterThan(0);
      expect({ name, live }).toEqual({ name, live: await storedRows(database, metric, '9999') });
    }

    const late = playedEvents(start - 2 * day);
    await send(late.map(record));
    await settle();
    for (const metric of metrics.filter(
      ({ live, storedDifference }) => live?.lateEvents === 'corrected' && !storedDifference,
    )) {
      const { name } = metric;
      const live = liveRows(streams.rows, metric);
      expect({ name, live }).toEqual({ name, live: await storedRows(database, metric, '9999') });
    }
    const counted = streams.rows.filter(({ metric }) => metric === 'late_events_per_minute');
    expect(counted).toHaveLength(late.length);
  });

  test.skipIf(!canRunFlink)('on Flink', { timeout: 300_000 }, async () => {
    const now = Date.now();
    const events = playedEvents(now);
    const streams = await Streams.open(1);
    const id = streams.applicationId;
    await store(
      database,
      events.map((event) => apiRecord(JSON.stringify(event), id, now)),
      now,
      id,
    );
    await streams.put([...events, ...events.slice(0, 50)]);
    // What is not accepted has the time of its receipt, now: the watermark follows, and closes every window before.
    await streams.put([{ event_id: 'none' }]);
    await streams.startFlink(jobAsset());
    await streams.untilCounted(events.length);
    for (const metric of metrics.filter(({ storedDifference }) => storedDifference === undefined)) {
      const { name } = metric;
      await vi.waitFor(
        async () => {
          const rows = (await streams.metrics(name)).map((row): Values => ({ ...row }));
          const last =
            rows
              .map(({ window_end: end }) => String(end).replace('T', ' '))
              .sort()
              .at(-1) ?? '';
          const live = liveRows(rows, metric);
          expect(live.length, name).toBeGreaterThan(0);
          expect({ name, live }).toEqual({ name, live: await storedRows(database, metric, last) });
        },
        { timeout: 60_000, interval: 500 },
      );
    }
  });
});
