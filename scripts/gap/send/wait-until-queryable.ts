import { setTimeout as sleep } from 'node:timers/promises';
import { queryAthena } from '../athena-query.ts';
import type { Connection } from '../connection.ts';

export interface Awaited {
  readonly applicationId: string;
  /** Distinct events that the API accepted. */
  readonly events: number;
  /** The API's clock when sending began, milliseconds since the epoch. */
  readonly since: number;
  /** First and last day of the events' own times, `YYYY-MM-DD`. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly onProgress: (found: number) => void;
}

/** How many distinct events are in the tables, and how many of them were set aside. */
export interface Found {
  readonly found: number;
  readonly quarantined: number;
}

const attemptsAfterFlush = 10;

/** Firehose's longest buffer plus its retries; what takes longer has failed. */
const longestWaitMilliseconds = 20 * 60_000;

/**
 * Waits until every event can be found, accepted or quarantined, and says how many. A local run is asked to end its buffers first.
 * Throws when that takes longer than twenty minutes, in a local run as soon as it is certain not to happen.
 */
export async function waitUntilQueryable(connection: Connection, awaited: Awaited): Promise<Found> {
  if (connection.local) await connection.runtime('Flush');
  const deadline = Date.now() + longestWaitMilliseconds;
  for (let attempt = 1; ; attempt++) {
    const { found, quarantined } = await countFound(connection, awaited);
    if (found >= awaited.events) return { found, quarantined };
    awaited.onProgress(found);
    const missing = `${awaited.events - found} of ${awaited.events} events cannot be queried`;
    // After a flush everything has been delivered: what is not in a table by now is among the failed ones.
    if (connection.local && attempt >= attemptsAfterFlush) throw new Error(`${missing}: look into failed_events`);
    if (Date.now() > deadline) throw new Error(`${missing} after 20 minutes`);
    await sleep(connection.local ? 500 : 10_000);
  }
}

async function countFound(
  connection: Connection,
  { applicationId, since, firstDay, lastDay }: Awaited,
): Promise<Found> {
  const { RawEventsTable, RawQuarantinedEventsTable } = connection.outputs;
  // The answer's Date header has whole seconds; a request may also have begun before its answer.
  const from = new Date(since - 60_000);
  const received = `received_at >= TIMESTAMP '${from.toISOString().slice(0, 19).replace('T', ' ')}'`;
  const mine = `application_id = '${applicationId}' AND ${received}`;
  const sql = `SELECT count(DISTINCT event_id) AS found, count(DISTINCT set_aside) AS quarantined FROM (
    SELECT event_id, CAST(NULL AS varchar) AS set_aside FROM ${RawEventsTable} WHERE event_date BETWEEN '${firstDay}' AND '${lastDay}' AND ${mine}
    UNION ALL
    SELECT event_id, event_id AS set_aside FROM ${RawQuarantinedEventsTable} WHERE event_date >= '${from.toISOString().slice(0, 10)}' AND ${mine}
  )`;
  const { rows } = await queryAthena(connection, sql);
  const [found = 0, quarantined = 0] = (rows[0] ?? []).map(Number);
  return { found, quarantined };
}
