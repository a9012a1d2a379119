import { beforeEach, describe, expect, it } from 'vitest';
import type { ClickHouseServer } from '../../../../functions/realtime/clickhouse/server.ts';
import { prepareClickHouse } from '../../../../functions/realtime/prepare-clickhouse/prepare-clickhouse.ts';
import { eventTypeView } from '../../../../infrastructure/platform/lake/event-type-view.ts';
import { eventTypes } from '../../../../schemas/generated/event-types.ts';
import { clickHouseStatements } from '../../../../sql/tables/clickhouse/statements.ts';
import { prepare, realClickHouse, tableOptions } from '../clickhouse/game-database.ts';

const clickHouse = realClickHouse();
let count = 0;
let database: string;
let server: ClickHouseServer;
beforeEach(() => {
  database = `game_${++count}`;
  server = clickHouse.connect({ database });
  return () => server.close();
});

/** Few event types: these tests are about the tables. */
const prepareTables = (change: Partial<Parameters<typeof clickHouseStatements>[0]> = {}, connected = server) =>
  prepare(connected, clickHouse.server.url, {
    options: { ...tableOptions, database, eventTypes: eventTypes.slice(0, 1), ...change },
  });

it('makes the database, its tables and its views, and does so again', async () => {
  const { physicalResourceId } = await prepareTables();
  expect(physicalResourceId).toBe(`${new URL(clickHouse.server.url).host}/${database}`);
  await prepareTables();
  const found = await server.rows(`SELECT name FROM system.tables WHERE database = '${database}' ORDER BY name`);
  expect(found.map(({ name }) => name)).toEqual([
    'ad_impression',
    'events',
    'failed_events',
    'metric_totals',
    'metrics',
    'quarantined_events',
    'raw_events',
    'raw_failed_events',
    'raw_metrics',
    'raw_quarantined_events',
  ]);
});

it("gives every event type a view with the columns of the lake's", async () => {
  await prepare(server, clickHouse.server.url, { options: { ...tableOptions, database } });
  const columns = await server.rows(
    `SELECT table, name FROM system.columns WHERE database = '${database}' ORDER BY table, position`,
  );
  for (const type of eventTypes) {
    const names = columns.filter(({ table }) => table === type.name).map(({ name }) => name);
    expect(names, type.name).toEqual(eventTypeView(type).columns.map(({ name }) => name));
  }
});

describe('a database that is there already', () => {
  beforeEach(async () => {
    await prepareTables();
  });
  const sqlOf = async (table: string) =>
    String(
      (
        await server.rows(
          `SELECT create_table_query AS sql FROM system.tables WHERE database = '${database}' AND name = '${table}'`,
        )
      )[0]?.sql,
    );

  it('gets columns that are new, in their place', async () => {
    await server.run(`ALTER TABLE ${database}.raw_events DROP COLUMN country`);
    await server.run(`ALTER TABLE ${database}.raw_metrics DROP COLUMN amount`);
    await prepareTables();
    expect(await sqlOf('raw_events')).toMatch(
      /`platform` .*, `country` LowCardinality\(Nullable\(String\)\) COMMENT .*, `application_id`/,
    );
    expect(await sqlOf('raw_metrics')).toMatch(/`players` .*, `amount` Nullable\(Decimal\(38, 6\)\)/);
  });

  it('gets another retention, and views as they are now', async () => {
    await server.run(`CREATE OR REPLACE VIEW ${database}.events AS SELECT 1 AS old`);
    await prepareTables({ retentionDays: 90 });
    expect(await sqlOf('raw_events')).toContain('TTL toDateTime(occurred_at) + toIntervalDay(90)');
    expect(await sqlOf('raw_metrics')).toContain('toIntervalDay(10000)');
    expect(await sqlOf('events')).toContain('event_id');
  });

  it.each([
    [
      'a column of another type',
      'ALTER TABLE $.raw_events MODIFY COLUMN session_id LowCardinality(Nullable(String))',
      'table raw_events: session_id must be Nullable(String), not LowCardinality(Nullable(String))',
    ],
    [
      'another sorting key and engine',
      'DROP TABLE $.raw_metrics; CREATE TABLE $.raw_metrics (id String) ENGINE = MergeTree ORDER BY id',
      'table raw_metrics: engine must be ReplacingMergeTree, not MergeTree; ' +
        'table raw_metrics: sorting key must be metric, application_id, window_start, id, not id; ' +
        'table raw_metrics: partition key must be toYYYYMM(window_start), not empty',
    ],
  ])('is refused with %s, before anything is changed', async (_, change, message) => {
    for (const sql of change.split('; ')) await server.run(sql.replaceAll('$', database));
    await server.run(`CREATE OR REPLACE VIEW ${database}.events AS SELECT 1 AS old`);
    await expect(prepareTables()).rejects.toMatchObject({ message: `ClickHouse database ${database}: ${message}` });
    expect(await sqlOf('events')).toContain('old');
  });

  it('keeps everything when the stack is deleted', async () => {
    await prepareClickHouse(
      { RequestType: 'Delete', PhysicalResourceId: 'x' },
      {
        statements: [],
        server,
        environment: { url: clickHouse.server.url, database, cluster: '' },
        waitMilliseconds: 0,
        now: Date.now,
        sleep: async () => {},
        log: () => {},
      },
    );
    expect(await sqlOf('raw_events')).toContain('ReplacingMergeTree');
  });
});

describe('says why it cannot', () => {
  it('when the password is wrong', async () => {
    const readCredentials = async () => ({ username: 'gap', password: 'wrong' });
    const place = new URL(clickHouse.server.url).host;
    const message = `ClickHouse at ${place} answered AUTHENTICATION_FAILED`;
    await expect(prepareTables({}, clickHouse.connect({ database, readCredentials }))).rejects.toMatchObject({
      message,
    });
  });

  it('when nobody answers, after it has waited', async () => {
    const url = 'http://127.0.0.1:9';
    let time = 0;
    const waited: number[] = [];
    const log: string[] = [];
    const prepared = prepare(clickHouse.connect({ environment: { url, caCertificate: '', database } }), url, {
      waitMilliseconds: 60_000,
      now: () => time,
      sleep: async (milliseconds) => {
        time += milliseconds;
        waited.push(milliseconds);
      },
      log: (line) => log.push(line),
    });
    await expect(prepared).rejects.toMatchObject({ kind: 'unreachable' });
    const message = 'ClickHouse at 127.0.0.1:9 does not answer (ECONNREFUSED); waiting for it';
    expect(log).toEqual([JSON.stringify({ level: 'error', message })]);
    expect(waited.reduce((sum, each) => sum + each)).toBeGreaterThan(50_000);
  });

  it('when the cluster is not there', async () => {
    await expect(
      prepareClickHouse(
        { RequestType: 'Create' },
        {
          statements: [],
          server,
          environment: { url: clickHouse.server.url, database, cluster: 'games' },
          waitMilliseconds: 0,
          now: Date.now,
          sleep: async () => {},
          log: () => {},
        },
      ),
    ).rejects.toThrow('ClickHouse has no cluster games (CLICKHOUSE_CLUSTER)');
  });
});

describe('statements for a cluster', () => {
  const statements = clickHouseStatements({ ...tableOptions, cluster: 'games' });

  it('make everything on all of its replicas', () => {
    for (const { sql } of statements) expect(sql).toMatch(/^CREATE .* ON CLUSTER games\b/);
    const tables = statements.filter(({ kind }) => kind === 'table');
    for (const { sql } of tables) expect(sql).toMatch(/^ENGINE = ReplicatedReplacingMergeTree\(/m);
    const events = tables.find(({ name }) => name === 'raw_events');
    expect(events?.sql).toMatch(/^SETTINGS replicated_deduplication_window/m);
  });

  it.each([{ database: 'a; DROP' }, { cluster: 'a b' }])('refuse a name that is none: %o', (change) => {
    expect(() => clickHouseStatements({ ...tableOptions, ...change })).toThrow('only letters, digits and _');
  });

  it('refuse an event type with the name of a table', () => {
    const type = eventTypes[0];
    if (type === undefined) throw new Error('no event types');
    expect(() =>
      clickHouseStatements({ ...tableOptions, eventTypes: [{ ...type, name: 'metrics', view: 'metrics' }] }),
    ).toThrow('The event type metrics has the name of a table or view in ClickHouse');
  });
});
