import { beforeAll, describe, expect, it } from 'vitest';
import type { ClickHouseServer } from '../../../../functions/realtime/clickhouse/server.ts';
import { prepare, realClickHouse, tableOptions } from './game-database.ts';

const database = 'game';
const application = '00000000-0000-4000-8000-000000000003';
const clickHouse = realClickHouse();
let server: ClickHouseServer;
beforeAll(async () => {
  server = clickHouse.connect();
  await prepare(server, clickHouse.server.url, { options: tableOptions });
  return () => server.close();
});

describe('one application and day of events', () => {
  /** Ten days of five applications and four types, with every event twice in different parts. */
  beforeAll(async () => {
    for (const copy of [0, 1]) {
      await server.run(
        `INSERT INTO ${database}.raw_events
           (event_id, event_type, event_name, event_timestamp, occurred_at, received_at, application_id)
         SELECT
           toString(number), concat('type_', toString(number % 4)), 'x', 1768435200 + number * 8.64 AS seconds,
           fromUnixTimestamp64Milli(toInt64(seconds * 1000), 'UTC'),
           fromUnixTimestamp64Milli(toInt64(seconds * 1000) + ${copy}, 'UTC'),
           concat('00000000-0000-4000-8000-00000000000', toString(number % 5))
         FROM numbers(100000)`,
      );
    }
  });

  it.each([
    ["occurred_at >= '2026-01-18' AND occurred_at < '2026-01-19'", 2000],
    ["event_date = '2026-01-18'", 2000],
    ["event_date >= '2026-01-18' AND event_date < '2026-01-20' AND event_type = 'type_2'", 1000],
  ])('%s: reads its parts and its range of them, each event once', async (where, expected) => {
    const sql = `FROM ${database}.events WHERE application_id = '${application}' AND ${where}`;
    const [counted] = await server.rows(`SELECT toInt32(count()) AS n, min(received_at = occurred_at) AS first ${sql}`);
    expect(counted).toEqual({ n: expected, first: 1 });
    const plan = (await server.rows(`EXPLAIN indexes = 1, actions = 0 SELECT count() ${sql}`))
      .map((row) => String(row.explain))
      .join('\n');
    const read = [...plan.matchAll(/Granules: (\d+)\/(\d+)/g)].map(([, some, all]) => [Number(some), Number(all)]);
    const [first, last] = [read[0], read.at(-1)];
    expect(plan).toMatch(/Min-?Max[\s\S]*occurred_at[\s\S]*Primary ?Key[\s\S]*application_id/);
    // Of ten days one, and of its five applications one with its neighbours.
    expect((last?.[0] ?? 0) / (first?.[1] ?? 0)).toBeLessThanOrEqual(0.3);
  });
});

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

describe('the view of an event type', () => {
  const valueIn = async (type: string, column: string, eventData: string | undefined) => {
    const row = {
      event_id: `${type} ${column} ${eventData}`.slice(0, 200),
      event_type: type,
      event_name: 'x',
      event_timestamp: 1769463890,
      occurred_at: '2026-01-26 21:44:50.000',
      received_at: '2026-01-26 21:44:50.000',
      application_id: application,
      event_data: eventData,
    };
    await server.run(`INSERT INTO ${database}.raw_events FORMAT JSONEachRow ${JSON.stringify(row)}`);
    const [found] = await server.rows(
      `SELECT toString(${column}) AS value FROM ${database}.${type} WHERE event_id = {id:String}`,
      { id: row.event_id },
    );
    return found?.value;
  };

  it.each([
    ['iap_transaction', 'currency_amount', '{"currency_amount": 4.99}', '4.99'],
    ['iap_transaction', 'currency_amount', '{"currency_amount": 0.00005}', '0.0001'],
    ['iap_transaction', 'currency_amount', '{"currency_amount": 99999999999999999999}', null],
    ['iap_transaction', 'currency_type', '{"currency_type": "E\\"UR"}', 'E"UR'],
    ['iap_transaction', 'currency_type', '{"currency_type": null}', null],
    ['iap_transaction', 'currency_type', '{}', null],
    ['iap_transaction', 'currency_type', undefined, null],
    ['dota2_buyback', 'match_second', '{"match_second": -3}', '-3'],
    ['dota2_buyback', 'match_second', '{"match_second": 3.0}', '3'],
    ['dota2_buyback', 'match_second', '{"match_second": 3.5}', null],
    ['dota2_buyback', 'match_second', '{"match_second": "x"}', null],
    ['dota2_buyback', 'match_id', '{"match_id": 12345678901234567890}', '12345678901234567890'],
    ['ad_impression', 'completed', '{"completed": true}', 'true'],
    ['ad_impression', 'completed', '{"completed": "maybe"}', null],
    ['error', 'context', '{"context": {"level": [1, null]}}', '{"level":[1,null]}'],
    // Beside what ClickHouse's parser refuses, which would take the whole event's columns.
    ['iap_transaction', 'currency_amount', '{"currency_amount": 4.99, "gold": 100000000000000000000}', '4.99'],
    ['iap_transaction', 'currency_amount', '{"gold": -9223372036854775809, "currency_amount": 4.99}', '4.99'],
    ['iap_transaction', 'currency_amount', '{"gold": 1e400, "currency_amount": 4.99}', '4.99'],
    ['iap_transaction', 'currency_amount', `{"tree": ${nested(1100)}, "currency_amount": 4.99}`, '4.99'],
    ['iap_transaction', 'currency_amount', `{"tree": ${nested(100_000)}, "currency_amount": 4.99}`, '4.99'],
    ['iap_transaction', 'currency_amount', '{"currency_amount": 123456789012345.1234}', '123456789012345.1234'],
    ['iap_transaction', 'currency_amount', '{"currency_amount": 4.990e0}', '4.99'],
    [
      'iap_transaction',
      'currency_type',
      '{"n": 1e400, "currency_type": "a \\"1e400\\" \\\\ 12 [{"}',
      'a "1e400" \\ 12 [{',
    ],
    ['iap_transaction', 'currency_type', '{"n": 1e400, "currency_type": null}', null],
    ['iap_transaction', 'currency_type', '{"n": 1e400, "x": {"currency_type": "EUR"}}', null],
    ['dota2_buyback', 'match_second', '{"n": 1e400, "match_second": 3.0}', '3'],
    ['dota2_buyback', 'match_id', '{"match_id": 100000000000000000000}', '100000000000000000000'],
    ['dota2_buyback', 'match_id', '{"match_id": 1.50}', '1.50'],
    ['dota2_buyback', 'match_id', '{"match_id": -0}', '-0'],
    ['ad_impression', 'completed', '{"n": 1e400, "completed": true}', 'true'],
    ['item_acquired', 'quantity', '{"quantity": 9223372036854775807}', '9223372036854775807'],
    ['error', 'context', '{"context": {"level": [1, 1e400, "a b\\""]}}', '{"level":[1,1e400,"a b\\""]}'],
  ])('%s.%s of %.80s', async (type, column, eventData, expected) => {
    expect(await valueIn(type, column, eventData)).toBe(expected);
  });
});
