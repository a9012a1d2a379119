import { createHash } from 'node:crypto';
import { canonicalEventId } from '../../event/event-id.ts';
import { withoutLoneSurrogates } from '../../event/json-text.ts';
import type { Acceptance, FailureReason, Quarantine } from '../../event/outcome.ts';
import type { ReadRecord } from '../../event/read-record.ts';

/** What a record of the event stream is to the job: a row of the SQL function `judge`, the Java one gives the same. */
export type JudgedRow = {
  readonly outcome: 'accepted' | 'quarantined' | 'failed';
  /** `ok` or as in functions/event/outcome.ts. */
  readonly reason: string;
  /** Milliseconds since the epoch: when an accepted event happened, when another record was received. */
  readonly event_time: number;
  /** By which copies of it are found: the `event_id` if it is a text, else the MD5 of the record in lower-case hexadecimal. */
  readonly event_key: string;
  /** Null only of a failed record, which is nobody's. */
  readonly application_id: string | null;
  /** Members of the event that are text. */
  readonly event_id: string | null;
  readonly event_type: string | null;
  readonly event_name: string | null;
  readonly event_version: string | null;
  readonly app_version: string | null;
  readonly player_id: string | null;
  readonly session_id: string | null;
  readonly platform: string | null;
  readonly country: string | null;
  /** JSON text as it was sent. */
  readonly event_data: string | null;
};

export const judgedRowTypes: Readonly<Record<keyof JudgedRow, string>> = {
  outcome: 'STRING',
  reason: 'STRING',
  event_time: 'TIMESTAMP_LTZ(3) NOT NULL',
  event_key: 'STRING',
  application_id: 'STRING',
  event_id: 'STRING',
  event_type: 'STRING',
  event_name: 'STRING',
  event_version: 'STRING',
  app_version: 'STRING',
  player_id: 'STRING',
  session_id: 'STRING',
  platform: 'STRING',
  country: 'STRING',
  event_data: 'STRING',
};

/** `time` in milliseconds since the epoch. */
export function judgedRow(
  record: ReadRecord,
  { outcome, reason }: Acceptance | Quarantine,
  time: number,
  bytes: Uint8Array,
): JudgedRow {
  const { event } = record;
  const eventId = typeof event.event_id === 'string' ? textOf(canonicalEventId(event.event_id)) : null;
  return {
    outcome,
    reason,
    event_time: time,
    event_key: eventId || digest(bytes),
    application_id: record.beside.applicationId,
    event_id: eventId,
    event_type: textOf(event.event_type),
    event_name: textOf(event.event_name),
    event_version: textOf(event.event_version) || null,
    app_version: textOf(event.app_version) || null,
    player_id: textOf(event.player_id) || null,
    session_id: textOf(event.session_id) || null,
    platform: textOf(event.platform) || null,
    country: textOf(event.country) || null,
    event_data: dataText(record),
  };
}

/** `arrival` in milliseconds since the epoch. */
export function failedRow(reason: FailureReason, arrival: number, bytes: Uint8Array): JudgedRow {
  return {
    outcome: 'failed',
    reason,
    event_time: arrival,
    event_key: digest(bytes),
    application_id: null,
    event_id: null,
    event_type: null,
    event_name: null,
    event_version: null,
    app_version: null,
    player_id: null,
    session_id: null,
    platform: null,
    country: null,
    event_data: null,
  };
}

/** A lone surrogate (`"\ud800"` is valid JSON) becomes U+FFFD: UTF-8 has no form for it. */
function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value.toWellFormed() : null;
}

function digest(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex');
}

function dataText({ event, text, place, plain }: ReadRecord): string | null {
  if (place.member === undefined || event.event_data === null || event.event_data === '') return null;
  const data = text.slice(place.member.start, place.member.end);
  return plain ? data : withoutLoneSurrogates(data);
}
