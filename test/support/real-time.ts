import { setTimeout as sleep } from 'node:timers/promises';
import { expect, vi } from 'vitest';
import { readMetrics } from '../../sql/metrics.ts';
import { gapJson, type Pipeline } from './pipeline.ts';

type Asker = Pick<Pipeline, 'state'>;

/** Keys of config.yaml with which events go on to ClickHouse, and metrics with them. */
export const realTimeKeys = { INGEST_MODE: 'REAL_TIME_KDS', REAL_TIME_STORES: '[CLICKHOUSE]' } as const;

/** Rows of a query that ClickHouse answers. */
export function askClickHouse<Row>(pipeline: Asker, sql: string): Promise<Row[]> {
  return gapJson<Row[]>(pipeline, 'query', sql, '--engine', 'clickhouse');
}

/** Resolves once `holds` does. Throws what is the matter when that takes too long. */
async function until(what: () => Promise<string | undefined>, timeoutSeconds = 300): Promise<void> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    const problem = await what().catch((error: unknown) => String(error));
    if (problem === undefined) return;
    if (Date.now() > deadline) throw new Error(`still not after ${timeoutSeconds} s: ${problem}`);
    await sleep(250);
  }
}

/** Resolves once ClickHouse has exactly so many rows in a table or view. Throws at once when it has more. */
export async function untilClickHouseHas(pipeline: Asker, from: string, count: number): Promise<void> {
  await until(async () => {
    const [row] = await askClickHouse<{ n: number }>(pipeline, `SELECT count() AS n FROM ${from}`);
    return row?.n === count ? undefined : `${from} has ${row?.n} rows of ${count}`;
  });
}

/** Resolves once every accepted event is counted: its minute is closed, or it came late. */
export async function untilCounted(pipeline: Asker, events: number): Promise<void> {
  await until(async () => {
    const [row] = await askClickHouse<{ n: number | null }>(
      pipeline,
      "SELECT sum(events) AS n FROM metric_totals WHERE metric = 'events_per_minute'",
    );
    return row?.n === events ? undefined : `${row?.n} events are counted of ${events}`;
  });
}

interface Total {
  readonly window_start: string;
  readonly application_id: string;
  readonly dimensions: string;
  readonly events: number | null;
  readonly amount: number | null;
}

/** What a metric counted live, and what its query counts in the stored events, as lines that can be compared. */
interface Counted {
  readonly live: readonly string[];
  readonly stored: readonly string[];
}

/** Names of the live metrics that say the same as their query, whatever came late. */
export const comparableMetrics = readMetrics()
  .filter(({ live, storedDifference }) => live?.lateEvents === 'corrected' && storedDifference === undefined)
  .map(({ name }) => name);

async function countedBy(pipeline: Asker, metric: string, engine: 'athena' | 'clickhouse'): Promise<Counted> {
  const totals = await askClickHouse<Total>(
    pipeline,
    `SELECT window_start, application_id, dimensions, events, amount FROM metric_totals WHERE metric = '${metric}'`,
  );
  const rows = await gapJson<Record<string, unknown>[]>(pipeline, 'query', '--metric', metric, '--engine', engine);
  const live = totals.map(({ dimensions, ...total }) =>
    lineOf({ ...total, ...(JSON.parse(dimensions) as Record<string, unknown>) }),
  );
  return { live: live.sort(), stored: rows.map(lineOf).sort() };
}

/**
 * Resolves once a metric counted live what its query counts in the stored events. Each metric comes by itself, so that
 * some may be there before others.
 */
export async function untilCountedAsStored(
  pipeline: Asker,
  metric: string,
  engine: 'athena' | 'clickhouse',
): Promise<void> {
  const compared = async () => {
    const { live, stored } = await countedBy(pipeline, metric, engine);
    expect(live, `${metric} on ${engine}`).toEqual(stored);
  };
  await vi.waitFor(compared, { timeout: 60_000, interval: 500 });
}

/** Names of the live metrics that say the same as their query as far as nothing came late. They count players. */
export const uncorrectedMetrics = readMetrics()
  .filter(({ live, storedDifference }) => live?.lateEvents === 'ignored' && storedDifference === undefined)
  .map(({ name }) => name);

export interface CountedPlayers extends Counted {
  /** `YYYY-MM-DD HH:MM` (UTC): the end of the last window that is closed. */
  readonly closedUntil: string;
}

/** The players that a metric counted live, and those that its query counts in the same windows of the stored events. */
export async function playersBy(pipeline: Asker, metric: string): Promise<CountedPlayers> {
  const sent = await askClickHouse<Record<string, unknown>>(
    pipeline,
    `SELECT window_start, window_end, application_id, players FROM metrics WHERE metric = '${metric}'`,
  );
  const query = ['query', '--metric', metric, '--engine', 'clickhouse'];
  const rows = await gapJson<Record<string, unknown>[]>(pipeline, ...query);
  const names = Object.keys(rows[0] ?? {});
  const last = names.includes('window_end') ? 'window_end' : 'window_start';
  const latest = (name: string) => Math.max(...sent.map((row) => Date.parse(`${minuteOf(String(row[name]))}Z`)));
  const closed = rows.filter((row) => Date.parse(`${minuteOf(String(row[last]))}Z`) <= latest(last));
  const live = sent.map((row) => lineOf(Object.fromEntries(names.map((name) => [name, row[name]]))));
  const closedUntil = sent.length > 0 ? minuteOf(new Date(latest('window_end')).toISOString()) : '';
  return { live: live.sort(), stored: closed.map(lineOf).sort(), closedUntil };
}

/** Each engine writes times, absent values and whole decimals in its own way. */
function lineOf(row: Readonly<Record<string, unknown>>): string {
  return Object.entries(row)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name}=${name.startsWith('window_') ? minuteOf(String(value)) : String(value)}`)
    .sort()
    .join(' ');
}

function minuteOf(text: string): string {
  return text.replace('T', ' ').slice(0, 16);
}
