import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TemplateLake, templateLake } from '../infrastructure/platform/lake/template-lake.ts';

/** Compacted days of two applications, a thousand events each; the last is the lake's today, 2026-01-28. */
const days = Array.from({ length: 40 }, (_, index) =>
  new Date(Date.UTC(2026, 0, 28 - index)).toISOString().slice(0, 10),
).reverse();
const applications = ['game-1', 'game-2'];
const day = '2026-01-10';

/** Rows of DuckDB's: ids `day-0` to `day-999`, of which those from `from` on are delivered again. */
const rowsOf = (date: string, application: string | undefined, from = 0) => `
  SELECT '${date}-' || i AS event_id, CASE i % 4 WHEN 0 THEN 'session_start' ELSE 'login' END AS event_type, 'x' AS event_name,
    CAST(i AS DOUBLE) AS event_timestamp, TIMESTAMP '${date} 10:00:00' AS occurred_at, md5(i || '${date}') AS player_id,
    TIMESTAMP '${date} 11:00:00' AS received_at, '{"session_number":' || i || '}' AS event_data, '{}' AS metadata
    ${application === undefined ? '' : `, '${application}' AS application_id`}
  FROM range(${from}, 1000) t(i)`;

let lake: TemplateLake;
const bytesOf = async (sql: string) => {
  const { bytes, reason } = await lake.query(sql);
  expect(reason).toBeUndefined();
  return bytes;
};
const deliver = (date: string, hour: string, application: string, from: number) =>
  lake.parquet(
    `events/accepted/event_date=${date}/delivered_hour=${hour}/${application}.parquet`,
    rowsOf(date, application, from),
  );

beforeAll(async () => {
  lake = await templateLake();
  for (const date of days) {
    for (const application of applications) {
      await lake.compactQuery(application, date, rowsOf(date, undefined));
      // Everything was delivered in an hour that is wholly compacted by now …
      await deliver(date, `${date}-13`, application, 0);
    }
  }
  // … and a tenth of a few days once more since then, with late events of the day in question.
  for (const date of [day, ...days.slice(-2)]) await deliver(date, '2026-01-28-11', 'game-1', 900);
  await lake.compactedUntil('2026-01-28-10');
});
afterAll(() => lake.close());

describe('what a query of events reads', () => {
  it('has every event once', async () => {
    const { rows } = await lake.query('SELECT count(*), count(DISTINCT event_id) FROM events');
    expect(rows).toEqual([[String(days.length * 2000), String(days.length * 1000)]]);
  });

  it.each([
    ['one day', `event_date = '${day}'`, 1],
    ['a week', `event_date BETWEEN '2026-01-08' AND '2026-01-14'`, 7],
    ['the days since', `event_date >= '2026-01-19'`, 10],
  ])('of %s is about as much as these days have', async (_, condition, wanted) => {
    const columns = 'count(event_id), max(event_data), max(player_id)';
    const all = await bytesOf(`SELECT ${columns} FROM events`);
    const some = await bytesOf(`SELECT ${columns} FROM events WHERE ${condition}`);
    const share = (some / all) * days.length;
    expect(share).toBeGreaterThan(wanted * 0.9);
    // Of days that events came in for since the compaction, the keys are read twice.
    expect(share).toBeLessThan(wanted * 1.6 + 0.2);
  });

  it('of one day is not more when there are other days', async () => {
    const columns = 'count(event_id), max(event_data), max(player_id)';
    const ofDay = await bytesOf(`SELECT ${columns} FROM events WHERE event_date = '${day}'`);
    const compacted = await bytesOf(`SELECT ${columns} FROM compacted_events WHERE event_date = '${day}'`);
    const fresh = await bytesOf(`SELECT ${columns} FROM uncompacted_events WHERE event_date = '${day}'`);
    expect(fresh).toBeLessThan(compacted / 8);
    expect(ofDay).toBeLessThan(compacted * 1.6);
  });

  it('of one application is its own', async () => {
    const columns = 'count(event_id), max(event_data)';
    const [one, both] = [
      await bytesOf(`SELECT ${columns} FROM events WHERE application_id = 'game-2'`),
      await bytesOf(`SELECT ${columns} FROM events`),
    ];
    expect(one / both).toBeLessThan(0.6);
  });

  it('of one day is no more through the view of an event type', async () => {
    const [typed, allTyped] = [
      await bytesOf(`SELECT max(session_number) FROM session_start WHERE event_date = '${day}'`),
      await bytesOf('SELECT max(session_number) FROM session_start'),
    ];
    expect((typed / allTyped) * days.length).toBeLessThan(1.8);
  });
});
