import { validation } from '../engine/refusal.ts';
import { shardOf } from './get-shard-iterator.ts';
import { decodeIterator, encodeIterator } from './shard-iterator.ts';
import { type StreamContext, streamOf } from './stream-context.ts';
import { describeRecord, type StoredRecord } from './stream-record.ts';
import { recordKey } from './table-stream.ts';

interface GetRecordsInput {
  readonly ShardIterator?: unknown;
  readonly Limit?: unknown;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html */
const maxRecords = 1000;
const maxBytes = 1 << 20;

export async function getRecords(context: StreamContext, { ShardIterator, Limit }: GetRecordsInput): Promise<unknown> {
  const limit = limitOf(Limit);
  const { streams, region, now } = context;
  const position = decodeIterator(ShardIterator, now());
  const stream = streamOf(context, position.streamArn);
  const shard = shardOf(stream, position.shardId);
  const from = recordKey(stream, position.sequenceNumber);
  const { db } = await context.open();
  const read: StoredRecord[] = [];
  let bytes = 0;
  let isAtEnd = true;
  for await (const record of streams.records(db, stream, shard, position.isInclusive ? { gte: from } : { gt: from })) {
    bytes += record.sizeBytes;
    if (read.length === limit || (read.length > 0 && bytes > maxBytes)) {
      isAtEnd = false;
      break;
    }
    read.push(record);
  }
  const last = read.at(-1);
  const next = last ? { ...position, sequenceNumber: last.sequenceNumber, isInclusive: false } : position;
  return {
    Records: read.map((record) => describeRecord(record, stream.viewType, region)),
    // A closed shard that is read to its end has no next iterator.
    ...(!(shard.end !== undefined && isAtEnd) && { NextShardIterator: encodeIterator(next, now()) }),
  };
}

function limitOf(limit: unknown): number {
  if (limit === undefined || limit === null) return maxRecords;
  if (typeof limit === 'number' && Number.isInteger(limit) && limit >= 1 && limit <= maxRecords) return limit;
  throw validation(
    `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: ` +
      `Member must have value between 1 and ${maxRecords}`,
  );
}
