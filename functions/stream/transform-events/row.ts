import type { GameEvent } from '../../../schemas/generated/game-event.ts';
import { eventDataText, eventText } from './event-text.ts';
import { quoted } from './json-text.ts';
import { memberSpan } from './member-text.ts';
import type { Quarantine } from './outcome.ts';
import type { ReadRecord } from './read-record.ts';
import type { Row } from './row-buffer.ts';
import { utcTimestamp } from './utc-time.ts';

/** What a row says that the record itself does not. Times in milliseconds since the epoch. */
export interface RowContext {
  readonly receivedAt: number;
  /** The application's name as a JSON string; undefined: not registered. */
  readonly quotedApplicationName: string | undefined;
  readonly asciiApplicationName: boolean;
  /** The column `metadata`, as a JSON string. */
  readonly quotedMetadata: string;
}

const lastTime = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** When it happened, in whole milliseconds since the epoch. */
export function occurredAt(event: GameEvent): number {
  return Math.round(event.event_timestamp * 1000);
}

/**
 * The row of a good event, in JSON. Columns without a value are left out, which reads as NULL.
 * It is put together from text: what the envelope's patterns let through needs no escape, and `event_data` is the text
 * that was sent, so that `1.10` and 12345678901234567890 stay what they are.
 */
export function acceptedRow(record: ReadRecord, event: GameEvent, context: RowContext): Row {
  const { event_version, app_version, player_id, session_id, platform, country } = event;
  let text =
    `{"event_id":"${event.event_id}","event_type":"${event.event_type}","event_name":"${event.event_name}",` +
    `"event_timestamp":${event.event_timestamp},"occurred_at":"${utcTimestamp(occurredAt(event))}",` +
    `"received_at":"${utcTimestamp(context.receivedAt)}","application_id":"${record.applicationId}",` +
    `"application_name":${context.quotedApplicationName},"metadata":${context.quotedMetadata}`;
  if (event_version !== undefined) text += `,"event_version":"${event_version}"`;
  if (app_version !== undefined) text += `,"app_version":"${app_version}"`;
  if (player_id !== undefined) text += `,"player_id":"${player_id}"`;
  if (session_id !== undefined) text += `,"session_id":"${session_id}"`;
  if (platform !== undefined) text += `,"platform":${quoted(platform)}`;
  if (country !== undefined) text += `,"country":${quoted(country)}`;
  const ascii = record.plain && context.asciiApplicationName;
  if (event.event_data === undefined) return { text, ascii, plainEventData: undefined };
  if (record.eventData !== undefined) return { text, ascii, plainEventData: record.eventData };
  text += `,"event_data":${JSON.stringify(eventDataText(record.text))}`;
  return { text, ascii, plainEventData: undefined };
}

const textColumns = [
  'event_id',
  'event_type',
  'event_name',
  'event_version',
  'app_version',
  'player_id',
  'session_id',
  'platform',
  'country',
] as const;

/**
 * The row of an event that is not good, in JSON: of its members those that fit their columns, why it is here, and the
 * event itself as it was sent.
 */
export function quarantinedRow(record: ReadRecord, quarantine: Quarantine, context: RowContext): Row {
  const { event } = record;
  const sent = eventText(record.text);
  let text =
    `{"received_at":"${utcTimestamp(context.receivedAt)}","application_id":${quoted(record.applicationId)},` +
    `"metadata":${context.quotedMetadata},"reason":"${quarantine.reason}","error_path":${quoted(quarantine.path)},` +
    `"error_detail":${quoted(quarantine.detail)},"event":${JSON.stringify(sent)}`;
  if (context.quotedApplicationName !== undefined) text += `,"application_name":${context.quotedApplicationName}`;
  for (const column of textColumns) {
    const value = Object.hasOwn(event, column) ? event[column] : undefined;
    if (typeof value === 'string') text += `,"${column}":${quoted(value)}`;
  }
  text += timeColumns(event.event_timestamp);
  const data = memberSpan(sent, 0, 'event_data');
  if (data !== undefined) text += `,"event_data":${JSON.stringify(sent.slice(data.start, data.end))}`;
  return { text, ascii: record.plain && context.asciiApplicationName, plainEventData: undefined };
}

function timeColumns(eventTimestamp: unknown): string {
  if (typeof eventTimestamp !== 'number' || !Number.isFinite(eventTimestamp)) return '';
  const milliseconds = Math.round(eventTimestamp * 1000);
  if (milliseconds < 0 || milliseconds > lastTime) return `,"event_timestamp":${eventTimestamp}`;
  return `,"event_timestamp":${eventTimestamp},"occurred_at":"${utcTimestamp(milliseconds)}"`;
}
