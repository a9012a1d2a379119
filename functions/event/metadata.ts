import type { BesideEvent } from './beside-event.ts';
import { isContradictory } from './occurred-at.ts';
import type { ReadRecord } from './read-record.ts';

const plainText = /^[\w.:=/+-]{1,128}$/;

/** Where a Kinesis stream has a record. */
export interface StreamPosition {
  readonly sequenceNumber: string;
  readonly shardId: string;
}

/**
 * The column `metadata`, JSON text inside a JSON string, in two parts. This one is the same for all events of a request:
 * `processed_at`, `validated` (it came through the API), `request_id` (of the API call). A producer of its own may write
 * anything under these names: what is not short plain text is left out, and so nothing needs an escape.
 */
export function metadataStart({ validated, requestId }: BesideEvent, processedAt: string): string {
  const text = `"{\\"processed_at\\":\\"${processedAt}\\",\\"validated\\":${validated === true}`;
  if (typeof requestId !== 'string' || !plainText.test(requestId)) return text;
  return `${text},\\"request_id\\":\\"${requestId}\\"`;
}

/**
 * The rest of it: `schema` (the version of the event type's schema that judged it; absent: none did), `replayed_from`
 * (`quarantined`, `failed`, `archive`: it was sent through again), `sequence_number` and `shard_id` (where a Kinesis
 * stream delivered it), `sent_at` (the client's clock, in seconds, when it says so), `clock` (`contradictory`: `sent_at` is before
 * the event's own time, so that the clock was not corrected).
 */
export function metadataEnd(
  { event, beside }: ReadRecord,
  source: StreamPosition | undefined,
  schemaVersion: string | undefined,
): string {
  const sentAt = event.sent_at;
  let text = schemaVersion === undefined ? '' : `,\\"schema\\":\\"${schemaVersion}\\"`;
  if (beside.replayedFrom !== undefined) text += `,\\"replayed_from\\":\\"${beside.replayedFrom}\\"`;
  if (source !== undefined) text += sourcePosition(source);
  if (typeof sentAt === 'number' && Number.isFinite(sentAt)) {
    text += `,\\"sent_at\\":${sentAt}`;
    const { event_timestamp: timestamp } = event;
    if (typeof timestamp === 'number' && isContradictory(timestamp, sentAt)) text += ',\\"clock\\":\\"contradictory\\"';
  }
  return `${text}}"`;
}

function sourcePosition({ sequenceNumber, shardId }: StreamPosition): string {
  let text = '';
  if (plainText.test(sequenceNumber)) text += `,\\"sequence_number\\":\\"${sequenceNumber}\\"`;
  if (plainText.test(shardId)) text += `,\\"shard_id\\":\\"${shardId}\\"`;
  return text;
}
