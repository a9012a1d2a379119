import { flag, integer, map, oneOf, optional, structure, text } from '../members.ts';
import { operation, shardCount, streamName, streamReference } from '../operation.ts';

export const streamModeDetails = structure({ StreamMode: oneOf('PROVISIONED', 'ON_DEMAND') });
export const tags = map(200, text({ min: 1, max: 128 }), text({ max: 256 }));
export const maxRecordSize = integer(1024, 10_240);

export const createStream = operation({
  name: 'CreateStream',
  members: {
    StreamName: streamName,
    ShardCount: optional(shardCount),
    StreamModeDetails: optional(streamModeDetails),
    Tags: optional(tags),
    MaxRecordSizeInKiB: optional(maxRecordSize),
  },
  async run({ StreamName, ShardCount, StreamModeDetails, Tags, MaxRecordSizeInKiB }, streams) {
    await streams.createStream({
      name: StreamName,
      mode: StreamModeDetails?.StreamMode ?? 'PROVISIONED',
      shardCount: ShardCount,
      maxRecordKiB: MaxRecordSizeInKiB,
      tags: Tags,
    });
    return {};
  },
});

export const deleteStream = operation({
  name: 'DeleteStream',
  // Consumers do not hold a stream back here; they go with it.
  members: { ...streamReference, EnforceConsumerDeletion: optional(flag) },
  async run(input, streams) {
    await streams.deleteStream(streams.stream(input));
    return {};
  },
});
