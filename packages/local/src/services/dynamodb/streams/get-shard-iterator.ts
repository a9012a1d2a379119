import { ServiceError } from '../../../service.ts';
import { validation } from '../engine/refusal.ts';
import { encodeIterator, type ShardPosition } from './shard-iterator.ts';
import { type StreamContext, streamOf } from './stream-context.ts';
import type { StoredRecord } from './stream-record.ts';
import { recordKey, retentionMs, type Shard, type TableStream } from './table-stream.ts';

interface ShardIteratorInput {
  readonly StreamArn?: unknown;
  readonly ShardId?: unknown;
  readonly ShardIteratorType?: unknown;
  readonly SequenceNumber?: unknown;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html */
export async function getShardIterator(context: StreamContext, input: ShardIteratorInput): Promise<unknown> {
  const stream = streamOf(context, input.StreamArn);
  const shard = shardOf(stream, input.ShardId);
  const place = await placeOf(context, stream, shard, input);
  const position = { streamArn: context.arnOf(stream), shardId: shard.id, ...place };
  return { ShardIterator: encodeIterator(position, context.now()) };
}

export function shardOf({ shards }: TableStream, shardId: unknown): Shard {
  const shard = shards.find(({ id }) => id === shardId);
  if (shard) return shard;
  throw new ServiceError('ResourceNotFoundException', `Requested resource not found: Shard: ${shardId} not found`);
}

type Place = Pick<ShardPosition, 'sequenceNumber' | 'isInclusive'>;

async function placeOf(
  context: StreamContext,
  stream: TableStream,
  shard: Shard,
  { ShardIteratorType, SequenceNumber }: ShardIteratorInput,
): Promise<Place> {
  switch (ShardIteratorType) {
    case 'TRIM_HORIZON':
      return { sequenceNumber: shard.start, isInclusive: true };
    case 'LATEST':
      return { sequenceNumber: shard.end ?? context.streams.tip, isInclusive: false };
    case 'AT_SEQUENCE_NUMBER':
    case 'AFTER_SEQUENCE_NUMBER': {
      const sequenceNumber = await readable(context, stream, shard, SequenceNumber);
      return { sequenceNumber, isInclusive: ShardIteratorType === 'AT_SEQUENCE_NUMBER' };
    }
    default:
      throw validation(
        `1 validation error detected: Value '${ShardIteratorType}' at 'shardIteratorType' failed to satisfy constraint: ` +
          'Member must satisfy enum value set: [AFTER_SEQUENCE_NUMBER, LATEST, AT_SEQUENCE_NUMBER, TRIM_HORIZON]',
      );
  }
}

async function readable(
  { streams, open, now }: StreamContext,
  stream: TableStream,
  shard: Shard,
  sequenceNumber: unknown,
): Promise<string> {
  if (typeof sequenceNumber !== 'string') throw validation("The parameter 'SequenceNumber' is required");
  const isOfShard =
    /^\d{21}$/.test(sequenceNumber) && sequenceNumber >= shard.start && sequenceNumber <= (shard.end ?? streams.tip);
  if (!isOfShard) throw validation(`SequenceNumber ${sequenceNumber} is not one of shard ${shard.id}`);
  const { db } = await open();
  const record = (await db.get(recordKey(stream, sequenceNumber))) as StoredRecord | undefined;
  const isTrimmed = record ? record.at < now() - retentionMs : sequenceNumber <= (stream.trimmedThrough ?? '');
  if (!isTrimmed) return sequenceNumber;
  throw new ServiceError(
    'TrimmedDataAccessException',
    `The record of sequence number ${sequenceNumber} is past the retention of 24 hours.`,
  );
}
