import type { FirehoseTransformationEventRecord } from 'aws-lambda';
import type { ReadRecord } from './read-record.ts';

const plainText = /^[\w.:=/+-]{1,128}$/;

/**
 * The column `metadata`, JSON text inside a JSON string: `request_id` (of the API call), `validated` (it came through the
 * API), `sequence_number` and `shard_id` (where a Kinesis stream delivered it), `sent_at` (the client's clock, in seconds,
 * when it says so), `processed_at`. A producer of its own may write anything under these names: what is not short plain
 * text is left out, and so nothing needs an escape.
 */
export function quotedMetadata(
  record: ReadRecord,
  source: FirehoseTransformationEventRecord['kinesisRecordMetadata'],
  processedAt: string,
): string {
  const sentAt = record.event.sent_at;
  let text = ofRequest(record.requestId, record.validated === true, processedAt);
  if (source !== undefined) text += sourcePosition(source);
  if (typeof sentAt === 'number' && Number.isFinite(sentAt)) text += `,\\"sent_at\\":${sentAt}`;
  return `${text}}"`;
}

let last = { requestId: undefined as unknown, validated: false, processedAt: '', text: '' };

/** The events of one request come one after the other: what they share is written once. */
function ofRequest(requestId: unknown, validated: boolean, processedAt: string): string {
  if (last.requestId === requestId && last.validated === validated && last.processedAt === processedAt)
    return last.text;
  let text = `"{\\"processed_at\\":\\"${processedAt}\\",\\"validated\\":${validated}`;
  if (typeof requestId === 'string' && plainText.test(requestId)) text += `,\\"request_id\\":\\"${requestId}\\"`;
  last = { requestId, validated, processedAt, text };
  return text;
}

function sourcePosition({
  sequenceNumber,
  shardId,
}: NonNullable<FirehoseTransformationEventRecord['kinesisRecordMetadata']>): string {
  let text = '';
  if (plainText.test(sequenceNumber)) text += `,\\"sequence_number\\":\\"${sequenceNumber}\\"`;
  if (plainText.test(shardId)) text += `,\\"shard_id\\":\\"${shardId}\\"`;
  return text;
}
