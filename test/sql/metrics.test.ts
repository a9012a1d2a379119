import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMetrics } from '../../sql/metrics.ts';
import { type EventRow, type TemplateLake, templateLake } from '../infrastructure/platform/lake/template-lake.ts';

const metrics = new Map(readMetrics().map((metric) => [metric.name, metric]));
const hour = '2026-01-28-11';

/** Rows of a metric as the lists of their values; NULL is undefined. */
async function answer(lake: TemplateLake, name: string): Promise<(string | undefined)[][]> {
  const { rows, reason } = await lake.query(metrics.get(name)?.sql ?? `no metric ${name}`);
  expect(reason).toBeUndefined();
  return rows;
}

let made = 0;
function event(event_type: string, day: string, data: object = {}, more: EventRow = {}): EventRow {
  return {
    ...{ event_id: `m${made++}`, event_type, event_name: event_type, event_timestamp: 0, application_id: 'game' },
    ...{ occurred_at: `${day} 08:00:00`, received_at: `${day} 09:00:00`, player_id: 'p1', session_id: 's1' },
    ...{ event_data: JSON.stringify(data), metadata: '{}' },
    ...more,
  };
}

let lake: TemplateLake;
beforeAll(async () => {
  lake = await templateLake();
});
afterAll(() => lake.close());

describe('every metric', () => {
  it.each([...metrics.keys()])('%s answers no rows where there is no data', async (name) => {
    const values = (metrics.get(name)?.parameters ?? []).map(() => "'x'");
    const sql = metrics.get(name)?.sql ?? '';
    const { rows, reason } = await lake.query(sql, values.length > 0 ? { ExecutionParameters: values } : {});
    expect(reason).toBeUndefined();
    expect(rows).toEqual([]);
  });
});

describe('duplicated_events', () => {
  it('counts copies by application and first day, however they were judged, and no replays', async () => {
    const [one, two, wrong] = [0, 1, 2].map(() => event('login', '2026-01-26')) as [EventRow, EventRow, EventRow];
    const replayed = { metadata: '{"replayed_from":"archive"}' };
    await lake.deliver('2026-01-26', hour, [one, one, one, two, { ...two, ...replayed }]);
    await lake.deliver('2026-01-26', hour, [{ ...one, application_id: 'other' }]);
    await lake.quarantine('2026-01-27', [{ ...two, reason: 'timestamp_out_of_range' }]);
    await lake.quarantine('2026-01-27', [wrong, wrong, { ...wrong, ...replayed }]);
    const nameless = { ...wrong, event_id: undefined };
    await lake.quarantine('2026-01-27', [
      { ...nameless, event: 'a' },
      { ...nameless, event: 'b' },
      { ...nameless, event: 'b' },
    ]);
    expect(await answer(lake, 'duplicated_events')).toEqual([
      ['2026-01-26', 'game', '5', '2', '3'],
      ['2026-01-26', 'other', '1', '1', '0'],
      ['2026-01-27', 'game', '5', '3', '2'],
    ]);
  });
});

describe('sessions_per_day', () => {
  it('counts a session on the day on which it began, with its length where it ended', async () => {
    const session = (day: string, session_id: string | undefined, player_id: string) =>
      event('session_start', day, {}, { session_id, player_id });
    const ended = (day: string, session_id: string, duration_seconds: number) =>
      event('session_end', day, { duration_seconds }, { session_id });
    await lake.deliver('2026-01-20', hour, [session('2026-01-20', 'a', 'p1'), session('2026-01-20', 'b', 'p1')]);
    await lake.deliver('2026-01-20', hour, [session('2026-01-20', 'c', 'p2'), ended('2026-01-20', 'a', 60)]);
    await lake.deliver('2026-01-21', hour, [ended('2026-01-21', 'b', 90.5), session('2026-01-21', 'a', 'p1')]);
    await lake.deliver('2026-01-21', hour, [
      session('2026-01-21', undefined, 'p1'),
      session('2026-01-21', undefined, 'p2'),
    ]);
    await lake.deliver('2026-01-21', hour, [
      { ...session('2026-01-21', 'a', 'p1'), application_id: 'other' },
      ended('2026-01-21', 'nobody', 5),
    ]);
    expect(await answer(lake, 'sessions_per_day')).toEqual([
      ['2026-01-20', '3', '2', '2', '75.25', '90.5'],
      ['2026-01-21', '3', '2', '0', undefined, undefined],
    ]);
  });
});

describe('revenue_per_day', () => {
  it('adds up each currency exactly', async () => {
    const buy = (day: string, currency_type: string, currency_amount: number, player_id = 'p1') =>
      event('iap_transaction', day, { currency_type, currency_amount }, { player_id });
    await lake.deliver('2026-01-22', hour, [
      buy('2026-01-22', 'EUR', 0.1),
      buy('2026-01-22', 'EUR', 0.2),
      buy('2026-01-22', 'EUR', 0.3, 'p2'),
    ]);
    await lake.deliver('2026-01-22', hour, [buy('2026-01-22', 'USD', 4.99)]);
    await lake.deliver('2026-01-23', hour, [buy('2026-01-23', 'USD', 19.99)]);
    expect(await answer(lake, 'revenue_per_day')).toEqual([
      ['2026-01-22', 'EUR', '3', '2', '0.6000'],
      ['2026-01-22', 'USD', '1', '1', '4.9900'],
      ['2026-01-23', 'USD', '1', '1', '19.9900'],
    ]);
  });
});

describe('economy_per_day', () => {
  it('tells what each currency is earned by and spent on', async () => {
    const day = '2026-01-24';
    await lake.deliver(day, hour, [
      event('currency_earned', day, { currency_id: 'gold', amount: 100, source: 'quest' }),
      event('currency_earned', day, { currency_id: 'gold', amount: 0.5, source: 'quest' }, { player_id: 'p2' }),
      event('currency_earned', day, { currency_id: 'gems', amount: 5, source: 'purchase' }),
    ]);
    await lake.deliver(day, hour, [event('currency_spent', day, { currency_id: 'gold', amount: 30, sink: 'shop' })]);
    expect(await answer(lake, 'economy_per_day')).toEqual([
      [day, 'gems', 'source', 'purchase', '1', '1', '5.0000'],
      [day, 'gold', 'sink', 'shop', '1', '1', '30.0000'],
      [day, 'gold', 'source', 'quest', '2', '2', '100.5000'],
    ]);
  });
});

describe('players_per_day', () => {
  it('reads the day alone, not the time', async () => {
    const rows = await answer(lake, 'players_per_day');
    expect(rows.find(([day]) => day === '2026-01-24')).toEqual(['2026-01-24', '2', '4']);
  });
});
