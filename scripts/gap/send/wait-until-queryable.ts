import { setTimeout as sleep } from 'node:timers/promises';
import { queryAthena } from '../athena-query.ts';
import type { Connection } from '../connection.ts';

export interface Awaited {
  readonly applicationId: string;
  /** What the events that the API accepted are found by (`SentIds`). */
  readonly keys: readonly string[];
  /** The API's clock when sending began, milliseconds since the epoch. */
  readonly since: number;
  /** First and last day of the events' own times, `YYYY-MM-DD`. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly onProgress: (found: number) => void;
}

/** How many distinct events are in which table. */
export interface Found {
  readonly accepted: number;
  /** By reason, largest first. */
  readonly quarantined: Readonly<Record<string, number>>;
}

const attemptsAfterFlush = 10;

/** Firehose's longest buffer plus its retries; what takes longer has failed. */
const maxWaitMs = 20 * 60_000;

/** A query names its keys twice and has 256 KB. https://docs.aws.amazon.com/athena/latest/ug/service-limits.html */
const maxListBytes = 120_000;

/**
 * Waits until each of these events, and no other, can be found, accepted or quarantined, and says how many. A local run is
 * asked to end its buffers first. Throws when that takes longer than twenty minutes, in a local run as soon as it is certain
 * not to happen.
 */
export async function waitUntilQueryable(connection: Connection, awaited: Awaited): Promise<Found> {
  if (connection.local) await connection.runtime('Flush');
  const deadline = Date.now() + maxWaitMs;
  const total = awaited.keys.length;
  const found = { accepted: 0, quarantined: new Map<string, number>() };
  let start = 0;
  for (const keys of batchesOf(awaited.keys, maxListBytes)) {
    for (let attempt = 1; ; attempt++) {
      const outcomes = await outcomesOf(connection, awaited, keys);
      const count = [...outcomes.values()].reduce((sum, events) => sum + events, 0);
      if (count >= keys.length) {
        for (const [reason, events] of outcomes) {
          if (reason === 'ok') found.accepted += events;
          else found.quarantined.set(reason, (found.quarantined.get(reason) ?? 0) + events);
        }
        start += keys.length;
        break;
      }
      awaited.onProgress(start + count);
      const missing = `${keys.length - count} of ${total} events cannot be queried`;
      // After a flush everything has been delivered: what is not in a table by now is among the failed ones.
      if (connection.local && attempt >= attemptsAfterFlush) throw new Error(`${missing}: look into failed_events`);
      if (Date.now() > deadline) throw new Error(`${missing} after 20 minutes`);
      await sleep(connection.local ? 500 : 10_000);
    }
  }
  const largestFirst = [...found.quarantined].sort(([, one], [, other]) => other - one);
  return { accepted: found.accepted, quarantined: Object.fromEntries(largestFirst) };
}

/** The keys in order, in lists of SQL literals that take at most `maxBytes` each; a longer key has a list of its own. */
export function* batchesOf(keys: readonly string[], maxBytes: number): Generator<readonly string[]> {
  let batch: string[] = [];
  let bytes = 0;
  for (const key of keys) {
    const keyBytes = Buffer.byteLength(literal(key)) + 1;
    if (batch.length > 0 && bytes + keyBytes > maxBytes) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(key);
    bytes += keyBytes;
  }
  if (batch.length > 0) yield batch;
}

function literal(key: string): string {
  return `'${key.replaceAll("'", "''")}'`;
}

/** Distinct events by reason, `ok` of accepted ones. One that an earlier run had quarantined counts as what it is now. */
async function outcomesOf(
  connection: Connection,
  { applicationId, since, firstDay, lastDay }: Awaited,
  keys: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { RawEventsTable, RawQuarantinedEventsTable } = connection.outputs;
  // The answer's Date header has whole seconds; a request may also have begun before its answer.
  const from = new Date(since - 60_000);
  const received = `received_at >= TIMESTAMP '${from.toISOString().slice(0, 19).replace('T', ' ')}'`;
  const mine = `application_id = '${applicationId}' AND ${received}`;
  const list = keys.map(literal).join(',');
  const key = "coalesce(nullif(event_id, ''), to_hex(md5(to_utf8(event))))";
  const sql = `SELECT reason, count(*) FROM (
    SELECT event_key, max_by(reason, received_at) AS reason FROM (
      SELECT event_id AS event_key, 'ok' AS reason, received_at FROM ${RawEventsTable}
      WHERE event_date BETWEEN '${firstDay}' AND '${lastDay}' AND ${mine} AND event_id IN (${list})
      UNION ALL
      SELECT ${key} AS event_key, reason, received_at FROM ${RawQuarantinedEventsTable}
      WHERE event_date >= '${from.toISOString().slice(0, 10)}' AND ${mine} AND ${key} IN (${list})
    ) GROUP BY event_key
  ) GROUP BY reason`;
  const { rows } = await queryAthena(connection, sql);
  return new Map(rows.map(([reason, events]) => [String(reason), Number(events)]));
}
