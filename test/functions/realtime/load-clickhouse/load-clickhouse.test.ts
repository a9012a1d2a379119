import { beforeEach, describe, expect, it } from 'vitest';
import { StoreFailure } from '../../../../functions/realtime/clickhouse/failure.ts';
import type { ClickHouseServer } from '../../../../functions/realtime/clickhouse/server.ts';
import { handle } from '../../../../functions/realtime/load-clickhouse/handle.ts';
import {
  anEvent,
  apiRecord,
  application,
  now,
  stranger,
  transformRecords,
} from '../../stream/transform-events/records.ts';
import { prepare, realClickHouse, tableOptions } from '../clickhouse/game-database.ts';
import { context, kinesisEvent, load, loaderOptions } from './load.ts';

const clickHouse = realClickHouse();
let count = 0;
let database: string;
let server: ClickHouseServer;
beforeEach(async () => {
  database = `game_${++count}`;
  server = clickHouse.connect({ database });
  await prepare(server, clickHouse.server.url, { options: { ...tableOptions, database } });
  return () => server.close();
});

const id = (number: number) => `0b5c1f6e-3f52-4d6e-8f0b-${String(number).padStart(12, '0')}`;
const records = (numbers: readonly number[], change: Readonly<Record<string, unknown>> = {}, requestTime = now - 250) =>
  numbers.map((number) =>
    apiRecord(JSON.stringify(anEvent({ event_id: id(number), ...change })), application, requestTime),
  );
const counted = async (what: string) =>
  Number((await server.rows(`SELECT toInt32(count()) AS n FROM ${database}.${what}`))[0]?.n);

describe('the rows', () => {
  const texts = [
    apiRecord(
      '{"event_id": "0b5c1f6e-3f52-4d6e-8f0b-000000000001", "event_type": "x", "event_name": "x", "event_timestamp": 1769463890.1234567, "event_data": {"big": 12345678901234567890, "money": 1.10,\n "text": "\\ud83d\\ude00 \\u0000 \\" \\\\", "list": [1, {"a": null}]}}',
    ),
    apiRecord(
      JSON.stringify(
        anEvent({
          event_id: id(2),
          event_data: { platform: 'pc' },
          player_id: 'p-1',
          platform: 'Ünïcode "x"',
          country: '日本',
        }),
      ),
    ),
    apiRecord(
      JSON.stringify(anEvent({ event_id: id(3), event_timestamp: now / 1000 - 10_000, sent_at: now / 1000 - 9000 })),
    ),
    apiRecord(JSON.stringify(anEvent({ event_id: id(4) })), stranger),
    apiRecord(JSON.stringify(anEvent({ event_id: 7, event_timestamp: 'yesterday', player_id: '\ud800' }))),
    apiRecord(JSON.stringify(anEvent({ event_id: id(5), event_timestamp: 250_000_000_000 }))),
    apiRecord(JSON.stringify(anEvent({ event_id: id(6), event_timestamp: 1e300 }))),
  ];

  it('equal those that the lake gets, in every column', async () => {
    const fromLake = await transformRecords(
      kinesisEvent(texts).Records.map(({ kinesis, eventID }, index) => ({
        recordId: String(index),
        approximateArrivalTimestamp: now,
        data: kinesis.data,
        kinesisRecordMetadata: {
          sequenceNumber: kinesis.sequenceNumber,
          shardId: eventID.split(':')[0] ?? '',
          partitionKey: 'p',
          approximateArrivalTimestamp: now,
          subsequenceNumber: '0',
        },
      })),
    );
    expect(await load(texts, loaderOptions(server, database))).toEqual([]);
    const found = [
      ...(await server.rows(`SELECT * EXCEPT event_date FROM ${database}.events`)),
      ...(await server.rows(`SELECT * EXCEPT event_date FROM ${database}.quarantined_events`)),
    ];
    const present = found.map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)));
    const order = (rows: readonly Record<string, unknown>[]) =>
      [...rows].sort((one, other) => String(one.metadata).localeCompare(String(other.metadata)));
    expect(order(present)).toEqual(order(fromLake.answers.map(({ row }) => row)));
    expect(fromLake.counts).toEqual({
      ok: 3,
      unregistered_application: 1,
      schema_mismatch: 1,
      timestamp_out_of_range: 2,
    });
  });

  it('of records without an event are failed ones, byte for byte, until they are repaired', async () => {
    const broken = [
      'no JSON',
      new Uint8Array([0xff, 0x00]),
      '{"event": {}}',
      `{"application_id": "${application}", "event_id": "${id(9)}"}`,
    ];
    expect(await load(broken, loaderOptions(server, database))).toEqual([]);
    const rows = await server.rows(
      `SELECT reason, rawdata, event_id FROM ${database}.failed_events ORDER BY sequence_number`,
    );
    expect(rows.map(({ reason }) => reason)).toEqual(['not_json', 'not_json', 'no_application_id', 'no_event']);
    expect(rows.map(({ rawdata }) => Buffer.from(String(rawdata), 'base64'))).toEqual(
      broken.map((text) => Buffer.from(text)),
    );
    await load(records([9]), loaderOptions(server, database), 100);
    expect(await counted('failed_events')).toBe(3);
  });
});

describe('what comes again adds nothing', () => {
  it('as the same batch, at once', async () => {
    const batch = records([1, 2, 3]);
    await load(batch, loaderOptions(server, database));
    await load(batch, loaderOptions(server, database));
    expect(await counted('raw_events')).toBe(3);
  });

  it('as a batch that is cut in another way', async () => {
    const batch = records([1, 2, 3, 4, 5]);
    await load(batch, loaderOptions(server, database));
    await load(batch.slice(0, 3), loaderOptions(server, database));
    await load(batch.slice(3), loaderOptions(server, database), 4);
    expect(await counted('events')).toBe(5);
  });

  it('as the same event, of which the copy that was received first stays, in whatever order they are loaded', async () => {
    const copy = (platform: string, requestTime: number) => records([1], { platform }, requestTime);
    await load(copy('second', now - 1000), loaderOptions(server, database), 1);
    await load(copy('first', now - 5000), loaderOptions(server, database), 2);
    await load(copy('third', now - 500), loaderOptions(server, database), 3);
    expect(await server.rows(`SELECT platform FROM ${database}.events`)).toEqual([{ platform: 'first' }]);
    await server.run(`OPTIMIZE TABLE ${database}.raw_events FINAL`);
    expect(await server.rows(`SELECT platform FROM ${database}.raw_events`)).toEqual([{ platform: 'first' }]);
  });

  it.each([
    ['three hours behind', -3 * 3600],
    ['a day ahead', 24 * 3600],
    ['years ahead', 5 * 365 * 86_400],
    ['never set', -1e9],
  ])('as an event of a clock that is %s, with the copies on two sides of midnight', async (_, skew) => {
    const midnight = Date.UTC(2026, 0, 26);
    const send = (receivedAt: number) => {
      const event_timestamp = midnight / 1000 - 1 + skew;
      // The request takes half a second at the first try and two at the second.
      const sent_at = midnight / 1000 + 60 + skew;
      return records([1], { event_timestamp, sent_at }, receivedAt);
    };
    await load(send(midnight + 60_500), loaderOptions(server, database), 1);
    await load(send(midnight + 62_000), loaderOptions(server, database), 2);
    const rows = await server.rows(`SELECT event_date, toString(occurred_at) AS at FROM ${database}.events`);
    expect(rows).toEqual([{ event_date: '2026-01-25', at: '2026-01-25 23:59:59.500' }]);
  });

  it('as an event of an application that was registered between the tries', async () => {
    const event = JSON.stringify(anEvent({ event_id: id(1) }));
    const batch = [apiRecord(event, stranger), ...records([2])];
    await load(batch, loaderOptions(server, database));
    expect([await counted('events'), await counted('quarantined_events')]).toEqual([1, 1]);
    const find = async (ids: ReadonlySet<string>) => new Map([...ids].map((each) => [each, { quotedName: '"Late"' }]));
    const registered = { ...loaderOptions(server, database), applications: { known: () => undefined, find } };
    await load(batch, registered);
    expect([await counted('events'), await counted('quarantined_events')]).toEqual([2, 0]);
  });
});

describe('a row that the table refuses', () => {
  beforeEach(() =>
    server.run(`ALTER TABLE ${database}.raw_events ADD CONSTRAINT poison CHECK ifNull(country, '') != 'poison'`),
  );

  it('is named as the first that failed, and all others are stored', async () => {
    const batch = [
      ...records([1, 2]),
      ...records([3], { country: 'poison' }),
      ...records([4, 5]),
      ...records([6], { country: 'poison' }),
    ];
    const options = loaderOptions(server, database);
    expect(await load(batch, options)).toEqual([3]);
    expect(await counted('events')).toBe(4);
    const line = options.lines.map((text) => JSON.parse(text)).find(({ RowsInserted }) => RowsInserted !== undefined);
    expect(line).toMatchObject({ RowsInserted: 4, RowsRefused: 2, Store: 'clickhouse', LoadLag: 0 });
    const complaints = options.lines.map((text) => JSON.parse(text)).filter(({ level }) => level === 'error');
    const reason = `raw_events: ClickHouse at ${new URL(clickHouse.server.url).host} answered VIOLATED_CONSTRAINT: constraint poison`;
    expect(complaints).toEqual([{ level: 'error', message: 'A record is refused', reason }]);
  });

  it('leaves nothing twice when Lambda tries the rest again', async () => {
    const batch = [...records([1]), ...records([2], { country: 'poison' }), ...records([3])];
    await load(batch, loaderOptions(server, database));
    expect(await load(batch.slice(1), loaderOptions(server, database), 2)).toEqual([2]);
    expect(await counted('events')).toBe(2);
  });
});

it('a server whose profile passes over rows that it cannot read passes over none of a batch', async () => {
  const { url } = clickHouse.server;
  const lenient = `${url}/?clickhouse_setting_input_format_allow_errors_num=100&clickhouse_setting_input_format_allow_errors_ratio=1`;
  const loader = clickHouse.connect({ environment: { url: lenient, caCertificate: '', database } });
  const lines = [
    '{"record_key": ',
    '{"arrived_at": "never", "reason": "x", "rawdata": "", "sequence_number": "", "shard_id": ""}',
  ];
  for (const line of lines) {
    const insert = loader.insert({ table: 'raw_failed_events', lines: [line], token: undefined });
    await expect(insert).rejects.toMatchObject({ kind: 'rows_refused' });
  }
  await loader.close();
});

describe('nothing is acknowledged', () => {
  const rejects = async (options: ReturnType<typeof loaderOptions>) => {
    await expect(handle(kinesisEvent(records([1])), context, options)).rejects.toThrow();
    return JSON.parse(options.lines[0] ?? '{}');
  };

  it('while the server cannot be reached; afterwards the batch is stored', async () => {
    const url = 'http://127.0.0.1:9';
    const unreachable = clickHouse.connect({ environment: { url, caCertificate: '', database } });
    expect(await rejects(loaderOptions(unreachable, database))).toMatchObject({
      Kind: 'unreachable',
      StoreFailures: 1,
    });
    await load(records([1]), loaderOptions(server, database));
    expect(await counted('events')).toBe(1);
  });

  it('while the password is wrong; it is read again', async () => {
    const asked: boolean[] = [];
    const readCredentials = async (afresh: boolean) => {
      asked.push(afresh);
      return { username: 'gap', password: asked.length < 3 ? 'wrong' : 'right' };
    };
    const rotated = clickHouse.connect({ database, readCredentials });
    const options = loaderOptions(rotated, database);
    const line = await rejects(options);
    expect(line).toMatchObject({ Kind: 'wrong_password', level: 'error' });
    expect(JSON.stringify(options.lines)).not.toMatch(/password=|"wrong"/);
    expect(await load(records([1]), options)).toEqual([]);
    expect(asked).toEqual([false, true, true]);
  });

  it.each([
    ['a table is missing', 'DROP TABLE $.raw_failed_events', 'table raw_failed_events is not there'],
    [
      'a column has another type',
      'ALTER TABLE $.raw_quarantined_events MODIFY COLUMN error_path Nullable(String)',
      'table raw_quarantined_events: error_path must be String, not Nullable(String)',
    ],
  ])('while %s', async (_, change, message) => {
    await server.run(change.replace('$', database));
    const line = await rejects(loaderOptions(server, database));
    expect(line).toMatchObject({ Kind: 'schema_drift', message: `ClickHouse database ${database}: ${message}` });
  });

  it.each([
    ['is dropped', 'DROP COLUMN country', 'has no column country'],
    ['gets another type', 'MODIFY COLUMN country Nullable(UInt8)', 'country must be'],
  ])('while a column %s under a loader that has checked its tables', async (_, change, message) => {
    const options = loaderOptions(server, database);
    await load(records([1]), options);
    await server.run(`ALTER TABLE ${database}.raw_events ${change}`);
    options.lines.length = 0;
    const batch = kinesisEvent(records([2, 3], { country: 'DE' }), 2);
    await expect(handle(batch, context, options)).rejects.toThrow(message);
    expect(JSON.parse(options.lines[0] ?? '{}')).toMatchObject({ Kind: 'schema_drift' });
  });

  it('while a column is narrower than it was a minute ago, though it takes every row', async () => {
    let time = now;
    const options = loaderOptions(server, database, () => time);
    await load(records([1]), options);
    await server.run(`ALTER TABLE ${database}.raw_events MODIFY COLUMN received_at DateTime64(0, 'UTC')`);
    time += 60_000;
    const batch = kinesisEvent(records([2]), 2);
    await expect(handle(batch, context, options)).rejects.toThrow('received_at must be');
    expect(await counted('events')).toBe(1);
  });

  it('while the secret cannot be read', async () => {
    const readCredentials = () => Promise.reject(new RangeError('secret text'));
    const place = new URL(clickHouse.server.url).host;
    expect(await rejects(loaderOptions(clickHouse.connect({ database, readCredentials }), database))).toMatchObject({
      Kind: 'wrong_password',
      message: `User and password of ClickHouse at ${place} cannot be read (RangeError)`,
    });
  });

  it('when attempts take their time: the last ends before the function is ended, which would forget what is in doubt', async () => {
    let time = now;
    const checkTables = async () => {
      // It asks for the tables and for their columns.
      time += 20_000;
    };
    const insert = async () => {
      // It asks since when the server runs, and inserts into three tables.
      time += 40_000;
      throw new StoreFailure('unreachable', 'no answer');
    };
    const sleep = async (milliseconds: number) => {
      time += milliseconds;
    };
    const options = { ...loaderOptions(server, database), server: { insert }, checkTables, now: () => time, sleep };
    for (let available = 900_000; available < 950_000; available += 5000) {
      const start = time;
      const context = { functionName: 'load', getRemainingTimeInMillis: () => available };
      await expect(handle(kinesisEvent(records([1])), context, options)).rejects.toThrow('no answer');
      expect(time - start).toBeGreaterThan(available - 100_000);
      expect(time - start).toBeLessThan(available);
    }
  });

  it('while applications cannot be looked up', async () => {
    const find = () => Promise.reject(new Error('no table'));
    const options = { ...loaderOptions(server, database), applications: { known: () => undefined, find } };
    expect(await rejects(options)).toMatchObject({ message: 'Applications could not be looked up: Error' });
    expect(await counted('raw_events')).toBe(0);
  });
});

describe('called without records it says what is wrong with the store', () => {
  const said = async (connected: ClickHouseServer) => {
    const options = loaderOptions(connected, database);
    expect(await handle({}, context, options)).toEqual({ batchItemFailures: [] });
    return options.lines.map((line) => JSON.parse(line));
  };

  it('as what a batch would wait for', async () => {
    expect(await said(server)).toEqual([]);
    await server.run(`ALTER TABLE ${database}.raw_events DROP COLUMN country`);
    const message = expect.stringContaining('table raw_events has no column country');
    const failure = { level: 'error', Function: 'load', Store: 'clickhouse', Kind: 'schema_drift', StoreFailures: 1 };
    expect(await said(server)).toEqual([expect.objectContaining({ ...failure, message })]);
  });

  it.each([
    ['wrong_password', { readCredentials: async () => ({ username: 'gap', password: 'wrong' }) }],
    ['unreachable', { environment: { url: 'http://127.0.0.1:9', caCertificate: '', database: 'game' } }],
  ])('%s', async (Kind, options) => {
    expect(await said(clickHouse.connect({ database, ...options }))).toMatchObject([{ Kind, StoreFailures: 1 }]);
  });
});
