import { Client } from '@opensearch-project/opensearch';
import { beforeEach, describe, expect, it } from 'vitest';
import { tableCheck } from '../../../../functions/realtime/clickhouse/check-tables.ts';
import type { ClickHouseServer } from '../../../../functions/realtime/clickhouse/server.ts';
import { rawMetrics } from '../../../../functions/realtime/clickhouse/tables.ts';
import { clickHouseStore } from '../../../../functions/realtime/index-metrics/clickhouse-store.ts';
import { handle } from '../../../../functions/realtime/index-metrics/handle.ts';
import type { MetricStore } from '../../../../functions/realtime/index-metrics/metric-store.ts';
import { openSearchStore } from '../../../../functions/realtime/index-metrics/opensearch-store.ts';
import { prepare, realClickHouse, tableOptions } from '../clickhouse/game-database.ts';
import { kinesisEvent } from '../load-clickhouse/load.ts';

const clickHouse = realClickHouse();
let count = 0;
let database: string;
let server: ClickHouseServer;
beforeEach(async () => {
  database = `game_${++count}`;
  server = clickHouse.connect({ database });
  await prepare(server, clickHouse.server.url, { options: { ...tableOptions, database, eventTypes: [] } });
  return () => server.close();
});

function metric(id: string, change: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    id,
    metric: 'purchases_per_minute',
    window_start: '2026-11-21T15:44:00',
    window_end: '2026-11-21T15:45:00',
    application_id: 'a',
    dimensions: '{"currency":"EUR"}',
    part: '',
    events: 3,
    players: null,
    amount: 12.5,
    ...change,
  });
}

/** Writes rows that arrived at `arrivedAt` (milliseconds); answers the position of the first that failed. */
async function index(
  texts: readonly string[],
  { arrivedAt = 1000, stores = [storeOf(server)], lines = [] as string[] } = {},
) {
  const { Records } = kinesisEvent(texts);
  for (const record of Records) record.kinesis.approximateArrivalTimestamp = arrivedAt / 1000;
  const { batchItemFailures } = await handle(
    { Records },
    { functionName: 'index', getRemainingTimeInMillis: () => 10_000 },
    { stores, now: () => 5000, sleep: async () => {}, log: (line) => lines.push(line) },
  );
  return batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier) - 1);
}

function storeOf(connected: ClickHouseServer): MetricStore {
  return clickHouseStore({ server: connected, checkTables: tableCheck(connected, database, [rawMetrics], () => 5000) });
}

const metrics = () => server.rows(`SELECT id, events::Int32 AS events FROM ${database}.metrics ORDER BY id`);

describe('of the rows with one id the last counts', () => {
  it('in a batch', async () => {
    await index([metric('1', { events: 1 }), metric('2'), metric('1', { events: 2 })]);
    expect(await metrics()).toEqual([
      { id: '1', events: 2 },
      { id: '2', events: 3 },
    ]);
  });

  it('over batches, also when an earlier one is tried again', async () => {
    await index([metric('1', { events: 1 })], { arrivedAt: 1000 });
    await index([metric('1', { events: 2 })], { arrivedAt: 2000 });
    await index([metric('1', { events: 1 })], { arrivedAt: 1000 });
    expect(await metrics()).toEqual([{ id: '1', events: 2 }]);
  });
});

it('a row is written again although the server remembers its bytes: those may be all that it kept of it', async () => {
  await index([metric('1')]);
  await server.run(`ALTER TABLE ${database}.raw_metrics DELETE WHERE 1 SETTINGS mutations_sync = 1`);
  expect(await metrics()).toEqual([]);
  await index([metric('1')]);
  expect(await metrics()).toEqual([{ id: '1', events: 3 }]);
});

it('a metric of players alone has no count of events', async () => {
  expect(await index([metric('1', { events: null, players: 4, amount: null })])).toEqual([]);
  expect(await server.rows(`SELECT players::Int32 AS players FROM ${database}.metrics WHERE events IS NULL`)).toEqual([
    { players: 4 },
  ]);
});

it.each([{ events: 2 ** 63 }, { players: -(2 ** 63) - 2 ** 11 }])(
  '%o is refused: a count of 64 bits would begin anew',
  async (change) => {
    expect(await index([metric('1', change), metric('2')])).toEqual([0]);
    expect(await metrics()).toEqual([{ id: '2', events: 3 }]);
  },
);

it('a column that is dropped under a loader that has checked its table holds the batch', async () => {
  const stores = [storeOf(server)];
  await index([metric('1')], { stores });
  await server.run(`ALTER TABLE ${database}.raw_metrics DROP COLUMN players`);
  const lines: string[] = [];
  await expect(index([metric('2'), metric('3')], { stores, lines })).rejects.toThrow('clickhouse');
  expect(lines[0]).toContain('table raw_metrics has no column players');
});

it('a window is what came in time and what came late, together; its players are those in time', async () => {
  await index([
    metric('1', { players: 7 }),
    metric('2', { part: 'late-event', events: 1, amount: 0.1 }),
    metric('3', { dimensions: '{"currency":"USD"}', amount: null }),
    metric('4', { application_id: null }),
  ]);
  expect(
    await server.rows(
      `SELECT application_id, dimensions, events::Int32 AS events, players::Nullable(Int32) AS players, toString(amount) AS amount,
         late_events::Int32 AS late, toString(window_start) AS start
       FROM ${database}.metric_totals ORDER BY application_id DESC, dimensions`,
    ),
  ).toEqual([
    {
      application_id: 'a',
      dimensions: '{"currency":"EUR"}',
      events: 4,
      players: 7,
      amount: '12.6',
      late: 1,
      start: '2026-11-21 15:44:00.000',
    },
    {
      application_id: 'a',
      dimensions: '{"currency":"USD"}',
      events: 3,
      players: null,
      amount: null,
      late: 0,
      start: '2026-11-21 15:44:00.000',
    },
    {
      application_id: '',
      dimensions: '{"currency":"EUR"}',
      events: 3,
      players: null,
      amount: '12.5',
      late: 0,
      start: '2026-11-21 15:44:00.000',
    },
  ]);
});

it('keeps every digit of an amount', async () => {
  await index([metric('1').replace('12.5', '12345678901234567890123456789.123456')]);
  const [row] = await server.rows(`SELECT toString(amount) AS amount FROM ${database}.metrics`);
  expect(row?.amount).toBe('12345678901234567890123456789.123456');
});

describe('a record that holds no row', () => {
  it.each([
    ['no JSON', 'x'],
    ['a member of another type', metric('2', { events: 'three' })],
    ['a member too many', metric('2', { colour: 'red' })],
    ['a time that is none', metric('2', { window_start: 'now' })],
    ['a time that only the table knows to be none', metric('2', { window_start: '2026-13-45T00:00:00' })],
  ])('%s: is named as the first that failed, and all others are written', async (_, text) => {
    const lines: string[] = [];
    expect(await index([metric('1'), text, metric('3')], { lines })).toEqual([1]);
    expect((await metrics()).map(({ id }) => id)).toEqual(['1', '3']);
    expect(lines.map((line) => JSON.parse(line))).toContainEqual(expect.objectContaining({ RowsRefused: 1 }));
  });
});

describe('a store that is down', () => {
  it('fails the batch, which is written whole when it is up again', async () => {
    const url = 'http://127.0.0.1:9';
    const down = storeOf(clickHouse.connect({ environment: { url, caCertificate: '', database } }));
    const lines: string[] = [];
    const written: string[] = [];
    const other: MetricStore = {
      name: 'opensearch',
      check: async () => {},
      write: async (rows) => {
        written.push(...rows.map(({ row }) => row.id));
        return [];
      },
    };
    await expect(index([metric('1')], { stores: [down, other], lines })).rejects.toThrow(
      'clickhouse did not take the rows',
    );
    expect(JSON.parse(lines[0] ?? '{}')).toMatchObject({ Store: 'clickhouse', Kind: 'unreachable', StoreFailures: 1 });
    expect(await index([metric('1')], { stores: [storeOf(server), other] })).toEqual([]);
    expect(await metrics()).toEqual([{ id: '1', events: 3 }]);
    expect(written).toEqual(['1', '1']);
  });
});

describe('called without records it says what is wrong with its stores', () => {
  const said = async (...stores: MetricStore[]) => {
    const lines: string[] = [];
    expect(await index([], { stores, lines })).toEqual([]);
    return lines.map((line) => JSON.parse(line));
  };

  it('of ClickHouse, its own table', async () => {
    expect(await said(storeOf(server))).toEqual([]);
    await server.run(`ALTER TABLE ${database}.raw_metrics DROP COLUMN players`);
    expect(await said(storeOf(server))).toMatchObject([
      { Function: 'index', Store: 'clickhouse', Kind: 'schema_drift', StoreFailures: 1 },
    ]);
  });

  it('not what the loader of events says, which has the same login', async () => {
    const readCredentials = async () => ({ username: 'gap', password: 'wrong' });
    expect(await said(storeOf(clickHouse.connect({ database, readCredentials })))).toEqual([]);
  });

  it('of OpenSearch, that it cannot be reached', async () => {
    const url = 'http://127.0.0.1:9';
    const client = new Client({ node: url, maxRetries: 0 });
    const openSearch = openSearchStore({ client, url, retentionDays: 30, now: () => 5000 });
    const message = expect.stringContaining(`OpenSearch at ${url} cannot be reached`);
    const failure = { Store: 'opensearch', Kind: 'store_failed', StoreFailures: 1, message };
    expect(await said(storeOf(server), openSearch)).toEqual([expect.objectContaining(failure)]);
  });
});
