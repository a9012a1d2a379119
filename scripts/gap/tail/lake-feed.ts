import { queryAthena } from '../athena-query.ts';
import type { Connection } from '../connection.ts';
import { dayOf, timeOf, timestamp } from '../replay/sql-text.ts';
import { type EventFeed, outcomes, type TailedEvent } from './tailed-event.ts';

const pauseMilliseconds = { local: 1000, cloud: 15_000 };
/** What is delivered may have been received so long before: Firehose's buffer and its retries. */
const maxDeliveryMilliseconds = 20 * 60_000;

/** The lake's tables, for a pipeline without a stream to read: events appear when Firehose has delivered them. */
export class LakeFeed implements EventFeed {
  readonly pauseMilliseconds: number;
  readonly #connection: Connection;
  readonly #begun: number;
  /** Rows that were answered already, each with the time when it was received. */
  readonly #answered = new Map<string, number>();

  /** `since`: milliseconds since the epoch. */
  constructor(connection: Connection, since = Date.now()) {
    this.#connection = connection;
    this.#begun = since;
    this.pauseMilliseconds = connection.local ? pauseMilliseconds.local : pauseMilliseconds.cloud;
  }

  async next(): Promise<readonly TailedEvent[]> {
    const since = this.#answered.size === 0 ? this.#begun : Math.max(this.#begun, Date.now() - maxDeliveryMilliseconds);
    const { columns, rows } = await queryAthena(this.#connection, tailSql(this.#connection.outputs, since));
    const names = columns.map(({ name }) => name);
    const events = rows.flatMap((row) => {
      const members = Object.fromEntries(names.map((name, index) => [name, row[index] ?? '']));
      const { copy = '', ...rest } = members;
      const key = JSON.stringify([...Object.values(rest), copy]);
      const event = eventOf(members);
      if (this.#answered.has(key)) return [];
      this.#answered.set(key, event.receivedAt);
      return [event];
    });
    for (const [key, receivedAt] of this.#answered) if (receivedAt < since) this.#answered.delete(key);
    return events;
  }

  close(): void {}
}

function tailSql(outputs: Connection['outputs'], since: number): string {
  const { UncompactedEventsTable, RawQuarantinedEventsTable, FailedEventsTable } = outputs;
  const received = `received_at >= ${timestamp(since)}`;
  // By the hour of delivery, as an event may have happened long before. The compaction leaves the present hours there.
  return `SELECT *, row_number() OVER (PARTITION BY received_at, application_id, event_id, event_type, outcome, reason) AS copy FROM (
    SELECT received_at, application_id, event_id, event_type, 'accepted' AS outcome, 'ok' AS reason, '' AS error_path, '' AS error_detail
    FROM ${UncompactedEventsTable} WHERE delivered_hour >= '${hourOf(since)}' AND ${received}
    UNION ALL
    SELECT received_at, application_id, event_id, event_type, 'quarantined', reason, error_path, error_detail
    FROM ${RawQuarantinedEventsTable} WHERE event_date >= '${dayOf(since)}' AND ${received}
    UNION ALL
    SELECT arrived_at, application_id, event_id, '', 'failed', reason, '', ''
    FROM ${FailedEventsTable} WHERE failed_date >= '${dayOf(since)}' AND arrived_at >= ${timestamp(since)}
  ) AS arrived ORDER BY received_at`;
}

/** As Firehose names its folders: `2026-12-01-16`. */
function hourOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 13).replace('T', '-');
}

function eventOf(row: Readonly<Record<string, string>>): TailedEvent {
  return {
    receivedAt: timeOf(row.received_at) ?? 0,
    applicationId: row.application_id ?? '',
    eventType: row.event_type ?? '',
    eventId: row.event_id ?? '',
    outcome: outcomes.find((known) => known === row.outcome) ?? 'failed',
    reason: row.reason ?? '',
    errorPath: row.error_path ?? '',
    errorDetail: row.error_detail ?? '',
  };
}
