import { isObject } from '../../schemas/parse-json.ts';
import { canonicalEventId } from './event-id.ts';
import { quoted, withoutLoneSurrogates } from './json-text.ts';
import { occurredAt } from './occurred-at.ts';
import type { Acceptance, Quarantine } from './outcome.ts';
import type { ReadRecord } from './read-record.ts';
import type { Row } from './row-buffer.ts';
import { eventText } from './sent-event.ts';
import { secondsText, utcTimestamp } from './utc-time.ts';

/** What a row says that the event itself does not. */
export interface RowContext {
  /** What the row begins with, up to the middle of the column `metadata`. */
  readonly head: string;
  /** The rest of that column. */
  readonly metadataEnd: string;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
}

const lastTime = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/**
 * The row of a good event, in JSON. Columns without a value are left out, which reads as NULL.
 * It is put together from text: what the envelope's patterns let through needs no escape, and `event_data` is the text
 * that was sent, so that `1.10` and 12345678901234567890 stay what they are.
 */
export function acceptedRow(
  record: ReadRecord,
  { event, occurredAt: occurred }: Acceptance,
  { head, metadataEnd }: RowContext,
): Row {
  const { event_version, app_version, player_id, session_id, platform, country } = event;
  let text =
    `${metadataEnd},"event_id":"${canonicalEventId(event.event_id)}","event_type":"${event.event_type}",` +
    `"event_name":"${event.event_name}","event_timestamp":${secondsText(event.event_timestamp)},` +
    `"occurred_at":"${utcTimestamp(occurred)}"`;
  if (event_version) text += `,"event_version":"${event_version}"`;
  if (app_version) text += `,"app_version":${quoted(app_version)}`;
  if (player_id) text += `,"player_id":${quoted(player_id)}`;
  if (session_id) text += `,"session_id":${quoted(session_id)}`;
  if (platform) text += `,"platform":${quoted(platform)}`;
  if (country) text += `,"country":${quoted(country)}`;
  return withEventData(record, head, text);
}

/**
 * The row of an event that is not good, in JSON: of its members those that fit their columns, why it is here, and the
 * event itself as it was sent.
 */
export function quarantinedRow(record: ReadRecord, quarantine: Quarantine, context: RowContext): Row {
  const { event } = record;
  const { event_id: id } = event;
  let text =
    `${context.metadataEnd},"reason":"${quarantine.reason}","error_path":${quoted(quarantine.path)},` +
    `"error_detail":${quoted(quarantine.detail)},"event":${JSON.stringify(eventText(record))}`;
  if (typeof id === 'string') text += `,"event_id":${quoted(canonicalEventId(id))}`;
  text += textColumn('event_type', event.event_type) + textColumn('event_name', event.event_name);
  text += optionalColumn('event_version', event.event_version) + optionalColumn('app_version', event.app_version);
  text += optionalColumn('player_id', event.player_id) + optionalColumn('session_id', event.session_id);
  text += optionalColumn('platform', event.platform) + optionalColumn('country', event.country);
  text += timeColumns(event, context.receivedAt);
  return withEventData(record, context.head, text);
}

/** The row whose last column is `event_data`, if the event has that. */
function withEventData(record: ReadRecord, head: string, text: string): Row {
  const { event, plain: ascii, text: within } = record;
  const span = record.place.member;
  const isThere = span !== undefined && event.event_data !== null && event.event_data !== '';
  if (!isThere) return { head, text, ascii, eventData: undefined };
  if (ascii && isObject(event.event_data)) {
    return { head, text: `${text},"event_data":"`, ascii, eventData: { within, ...span } };
  }
  const data = withoutLoneSurrogates(within.slice(span.start, span.end));
  return { head, text: `${text},"event_data":${JSON.stringify(data)}`, ascii, eventData: undefined };
}

function textColumn(name: string, value: unknown): string {
  return typeof value === 'string' ? `,"${name}":${quoted(value)}` : '';
}

function optionalColumn(name: string, value: unknown): string {
  return value === '' ? '' : textColumn(name, value);
}

function timeColumns({ event_timestamp, sent_at }: ReadRecord['event'], receivedAt: number): string {
  if (typeof event_timestamp !== 'number' || !Number.isFinite(event_timestamp)) return '';
  const sentAt = typeof sent_at === 'number' ? sent_at : undefined;
  const occurred = occurredAt(event_timestamp, sentAt, receivedAt);
  if (!(occurred >= 0 && occurred <= lastTime)) return `,"event_timestamp":${event_timestamp}`;
  return `,"event_timestamp":${event_timestamp},"occurred_at":"${utcTimestamp(occurred)}"`;
}
