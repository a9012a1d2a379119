import { ServiceError } from '../../../service.ts';
import { type Input, integer, oneOf, optional, structure, timestamp } from '../members.ts';
import { nextToken, operation, shardId, streamReference } from '../operation.ts';
import type { Shard } from '../shard.ts';
import { decodeToken, encodeToken } from '../shard-iterator.ts';
import type { Stream } from '../stream.ts';
import type { Streams } from '../streams.ts';

const filterMembers = {
  Type: oneOf('AFTER_SHARD_ID', 'AT_TRIM_HORIZON', 'FROM_TRIM_HORIZON', 'AT_LATEST', 'AT_TIMESTAMP', 'FROM_TIMESTAMP'),
  ShardId: optional(shardId),
  Timestamp: optional(timestamp),
};
type Filter = Input<typeof filterMembers>;

const members = {
  ...streamReference,
  NextToken: optional(nextToken),
  ExclusiveStartShardId: optional(shardId),
  MaxResults: optional(integer(1, 10_000)),
  StreamCreationTimestamp: optional(timestamp),
  ShardFilter: optional(structure(filterMembers)),
};

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListShards.html */
export const listShards = operation({
  name: 'ListShards',
  members,
  async run(input, streams) {
    const now = streams.clock.now();
    const { stream, after, filter } = place(input, streams, now);
    const keep = filterOf(filter, stream, now);
    const found = (await stream.shards()).filter((shard) => shard.id > after && keep(shard));
    const page = found.slice(0, input.MaxResults ?? 1000);
    const more = {
      last: page.at(-1)?.id ?? '',
      streamName: stream.settings.name,
      filter: JSON.stringify(filter ?? null),
    };
    return {
      Shards: page.map((shard) => shard.describe()),
      ...(found.length > page.length ? { NextToken: encodeToken('shards', more, now) } : {}),
    };
  },
});

function place(input: Input<typeof members>, streams: Streams, now: number) {
  const { NextToken, StreamName, StreamARN, StreamCreationTimestamp, ExclusiveStartShardId, ShardFilter } = input;
  if (NextToken !== undefined) {
    if (StreamName !== undefined || StreamARN !== undefined) {
      throw new ServiceError('InvalidArgumentException', 'NextToken and StreamName cannot be provided together.');
    }
    const { last, streamName, filter = 'null' } = decodeToken('shards', NextToken, now);
    const stream = streams.stream({ StreamName: streamName });
    return { stream, after: last, filter: (JSON.parse(filter) ?? undefined) as Filter | undefined };
  }
  if (StreamName === undefined && StreamARN === undefined) {
    throw new ServiceError('InvalidArgumentException', 'Either NextToken or StreamName should be provided.');
  }
  const stream = streams.stream(input);
  stream.refuseUnlessCreatedAt(StreamCreationTimestamp);
  return { stream, after: ExclusiveStartShardId ?? '', filter: ShardFilter };
}

function filterOf(filter: Filter | undefined, stream: Stream, now: number): (shard: Shard) => boolean {
  if (!filter) return () => true;
  const horizon = now - stream.settings.retentionHours * 3_600_000;
  const openAt = (time: number) => (shard: Shard) =>
    shard.settings.createdAt <= time && (shard.settings.closedAt ?? Number.POSITIVE_INFINITY) > time;
  const openFrom = (time: number) => (shard: Shard) => (shard.settings.closedAt ?? Number.POSITIVE_INFINITY) >= time;
  switch (filter.Type) {
    case 'AFTER_SHARD_ID': {
      const { ShardId } = filter;
      if (ShardId === undefined) throw missing('ShardId', filter.Type);
      return (shard) => shard.id > ShardId;
    }
    case 'AT_LATEST':
      return (shard) => shard.isOpen;
    case 'AT_TRIM_HORIZON':
      return openAt(Math.max(horizon, stream.settings.createdAt));
    case 'FROM_TRIM_HORIZON':
      return openFrom(horizon);
    default: {
      if (filter.Timestamp === undefined) throw missing('Timestamp', filter.Type);
      const time = Math.max(filter.Timestamp * 1000, stream.settings.createdAt);
      return filter.Type === 'AT_TIMESTAMP' ? openAt(time) : openFrom(time);
    }
  }
}

function missing(member: string, type: string): ServiceError {
  return new ServiceError('InvalidArgumentException', `${member} must be provided for a shard filter of type ${type}.`);
}
