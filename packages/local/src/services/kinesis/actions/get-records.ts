import type { LogEntry } from '../../../durable-log/durable-log.ts';
import { ServiceError } from '../../../service.ts';
import { Bytes } from '../../bytes.ts';
import { childrenOf, parentIdsOf } from '../lineage.ts';
import { integer, optional, text } from '../members.ts';
import { operation, streamArn } from '../operation.ts';
import { describeRange, type Shard } from '../shard.ts';
import { decodeIterator, encodeIterator, refuseExpiredIterator } from '../shard-iterator.ts';
import type { Stream } from '../stream.ts';
import { encryption } from './put-records.ts';

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html */
const maxRecords = 10_000;
const maxBytes = 10 << 20;

export const getRecords = operation({
  name: 'GetRecords',
  keyAction: 'kms:Decrypt',
  members: {
    ShardIterator: text({ min: 1, max: 512 }),
    Limit: optional(integer(1, maxRecords)),
    StreamARN: optional(streamArn),
  },
  async run({ ShardIterator, Limit = maxRecords, StreamARN }, streams) {
    const iterator = decodeIterator(ShardIterator);
    const now = streams.clock.now();
    refuseExpiredIterator(iterator.madeAt, now);
    const stream = streams.stream({ StreamName: iterator.streamName, StreamARN });
    if (stream.settings.createdAt !== iterator.streamCreatedAt) {
      throw new ServiceError('ResourceNotFoundException', `The ${stream.title} is not the one of the iterator.`);
    }
    const shard = await stream.shard(iterator.shardId);
    const entries = await shard.read(iterator.offset, { entries: Limit, bytes: maxBytes });
    const last = entries.at(-1);
    const offset = last ? last.offset + 1 : Math.max(iterator.offset, shard.horizon);
    const isAtTip = offset >= shard.log.nextOffset;
    return {
      Records: entries.map((entry) => recordOf(entry, shard, stream)),
      MillisBehindLatest: isAtTip || !last ? 0 : Math.max(1, now - last.time),
      ...(isAtTip && !shard.isOpen
        ? { ChildShards: await childShards(stream, shard) }
        : { NextShardIterator: encodeIterator({ ...iterator, offset }, now) }),
    };
  },
});

function recordOf({ offset, time, key, data }: LogEntry, shard: Shard, stream: Stream) {
  return {
    SequenceNumber: shard.sequence.of(offset),
    ApproximateArrivalTimestamp: time / 1000,
    Data: new Bytes(data),
    PartitionKey: key,
    ...encryption(stream),
  };
}

async function childShards(stream: Stream, shard: Shard) {
  return childrenOf(shard, await stream.shards()).map((child) => ({
    ShardId: child.id,
    ParentShards: parentIdsOf(child),
    HashKeyRange: describeRange(child.settings.range),
  }));
}
