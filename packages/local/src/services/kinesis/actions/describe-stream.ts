import { integer, optional } from '../members.ts';
import { nextToken, operation, shardId, streamName, streamReference } from '../operation.ts';
import { decodeToken, encodeToken } from '../shard-iterator.ts';
import type { Stream } from '../stream.ts';

function common({ settings }: Stream) {
  return {
    StreamName: settings.name,
    StreamARN: settings.arn,
    StreamStatus: 'ACTIVE',
    StreamModeDetails: { StreamMode: settings.mode },
    StreamCreationTimestamp: settings.createdAt / 1000,
  };
}

function described(stream: Stream) {
  const { key, retentionHours } = stream.settings;
  return {
    ...common(stream),
    RetentionPeriodHours: retentionHours,
    EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
    ...(key ? { EncryptionType: 'KMS', KeyId: key.id } : { EncryptionType: 'NONE' }),
  };
}

export const describeStream = operation({
  name: 'DescribeStream',
  members: { ...streamReference, Limit: optional(integer(1, 10_000)), ExclusiveStartShardId: optional(shardId) },
  async run(input, streams) {
    const { Limit = 100, ExclusiveStartShardId = '' } = input;
    const stream = streams.stream(input);
    const after = (await stream.shards()).filter(({ id }) => id > ExclusiveStartShardId);
    return {
      StreamDescription: {
        ...described(stream),
        Shards: after.slice(0, Limit).map((shard) => shard.describe()),
        HasMoreShards: after.length > Limit,
      },
    };
  },
});

export const describeStreamSummary = operation({
  name: 'DescribeStreamSummary',
  members: streamReference,
  run(input, streams) {
    const stream = streams.stream(input);
    const { shards, consumers, maxRecordKiB } = stream.settings;
    return {
      StreamDescriptionSummary: {
        ...described(stream),
        OpenShardCount: shards.filter(({ closedAt }) => closedAt === undefined).length,
        ConsumerCount: consumers.length,
        MaxRecordSizeInKiB: maxRecordKiB,
      },
    };
  },
});

export const listStreams = operation({
  name: 'ListStreams',
  resource: 'any',
  members: {
    Limit: optional(integer(1, 10_000)),
    ExclusiveStartStreamName: optional(streamName),
    NextToken: optional(nextToken),
  },
  run({ Limit = 100, ExclusiveStartStreamName = '', NextToken }, streams) {
    const now = streams.clock.now();
    const start = NextToken === undefined ? ExclusiveStartStreamName : decodeToken('streams', NextToken, now).last;
    const after = streams.list().filter(({ settings }) => settings.name > start);
    const page = after.slice(0, Limit);
    const last = page.at(-1)?.settings.name ?? '';
    const hasMore = after.length > page.length;
    return {
      StreamNames: page.map(({ settings }) => settings.name),
      HasMoreStreams: hasMore,
      StreamSummaries: page.map(common),
      ...(hasMore ? { NextToken: encodeToken('streams', { last, streamName: '' }, now) } : {}),
    };
  },
});

/** The quotas of a new account in us-east-1; nothing here enforces them. */
export const describeLimits = operation({
  name: 'DescribeLimits',
  resource: 'any',
  members: {},
  run(_, streams) {
    const all = streams.list();
    const shards = all.flatMap(({ settings }) => settings.shards);
    return {
      ShardLimit: 20_000,
      OpenShardCount: shards.filter(({ closedAt }) => closedAt === undefined).length,
      OnDemandStreamCount: all.filter(({ settings }) => settings.mode === 'ON_DEMAND').length,
      OnDemandStreamCountLimit: 50,
    };
  },
});
