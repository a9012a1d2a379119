import { isObject } from '../../schemas/parse-json.ts';
import { eventDataPlace, eventDataText, eventText } from './event-text.ts';
import { quoted } from './json-text.ts';
import { occurredAt } from './occurred-at.ts';
import type { Acceptance, Quarantine } from './outcome.ts';
import type { ReadRecord } from './read-record.ts';
import type { Row } from './row-buffer.ts';
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
    `${metadataEnd},"event_id":"${event.event_id}","event_type":"${event.event_type}","event_name":"${event.event_name}",` +
    `"event_timestamp":${secondsText(event.event_timestamp)},"occurred_at":"${utcTimestamp(occurred)}"`;
  if (event_version !== undefined) text += `,"event_version":"${event_version}"`;
  if (app_version !== undefined) text += `,"app_version":"${app_version}"`;
  if (player_id !== undefined) text += `,"player_id":"${player_id}"`;
  if (session_id !== undefined) text += `,"session_id":"${session_id}"`;
  if (platform !== undefined) text += `,"platform":${quoted(platform)}`;
  if (country !== undefined) text += `,"country":${quoted(country)}`;
  const ascii = record.plain;
  if (event.event_data === undefined) return { head, text, ascii, eventData: undefined };
  const eventData = eventDataPlace(record);
  if (eventData !== undefined) return { head, text: `${text},"event_data":"`, ascii, eventData };
  text += `,"event_data":${JSON.stringify(eventDataText(record))}`;
  return { head, text, ascii, eventData: undefined };
}

/**
 * The row of an event that is not good, in JSON: of its members those that fit their columns, why it is here, and the
 * event itself as it was sent.
 */
export function quarantinedRow(record: ReadRecord, quarantine: Quarantine, context: RowContext): Row {
  const { event, plain: ascii } = record;
  const { head } = context;
  const sent = eventText(record);
  let text =
    `${context.metadataEnd},"reason":"${quarantine.reason}","error_path":${quoted(quarantine.path)},` +
    `"error_detail":${quoted(quarantine.detail)},"event":${JSON.stringify(sent)}`;
  text += textColumn('event_id', event.event_id) + textColumn('event_type', event.event_type);
  text += textColumn('event_name', event.event_name) + textColumn('event_version', event.event_version);
  text += textColumn('app_version', event.app_version) + textColumn('player_id', event.player_id);
  text += textColumn('session_id', event.session_id) + textColumn('platform', event.platform);
  text += textColumn('country', event.country) + timeColumns(event, context.receivedAt);
  if (event.event_data === undefined) return { head, text, ascii, eventData: undefined };
  const eventData = isObject(event.event_data) ? eventDataPlace(record) : undefined;
  if (eventData !== undefined) return { head, text: `${text},"event_data":"`, ascii, eventData };
  text += `,"event_data":${JSON.stringify(eventDataText(record))}`;
  return { head, text, ascii, eventData: undefined };
}

function textColumn(name: string, value: unknown): string {
  return typeof value === 'string' ? `,"${name}":${quoted(value)}` : '';
}

function timeColumns({ event_timestamp, sent_at }: ReadRecord['event'], receivedAt: number): string {
  if (typeof event_timestamp !== 'number' || !Number.isFinite(event_timestamp)) return '';
  const sentAt = typeof sent_at === 'number' ? sent_at : undefined;
  const occurred = occurredAt(event_timestamp, sentAt, receivedAt);
  if (!(occurred >= 0 && occurred <= lastTime)) return `,"event_timestamp":${event_timestamp}`;
  return `,"event_timestamp":${event_timestamp},"occurred_at":"${utcTimestamp(occurred)}"`;
}
