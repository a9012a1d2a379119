import { ServiceError } from '../../../service.ts';
import { decimalOf, hashOfDecimal } from '../hash-key.ts';
import { oneOf, text } from '../members.ts';
import { operation, shardCount, shardId, streamReference } from '../operation.ts';

export const splitShard = operation({
  name: 'SplitShard',
  members: { ...streamReference, ShardToSplit: shardId, NewStartingHashKey: text({ pattern: /0|([1-9]\d{0,38})/ }) },
  async run(input, streams) {
    const stream = streams.stream(input);
    const shard = await stream.shard(input.ShardToSplit);
    const { from, to } = shard.settings.range;
    const at = hashOfDecimal(input.NewStartingHashKey);
    if (at === undefined || at <= from || at > to) {
      throw new ServiceError(
        'InvalidArgumentException',
        `NewStartingHashKey ${input.NewStartingHashKey} used in SplitShard() on shard ${shard.id} in ${stream.title} ` +
          `is not both greater than one plus the shard's StartingHashKey ${decimalOf(from)} and less than the shard's ` +
          `EndingHashKey ${decimalOf(to)}.`,
      );
    }
    await stream.split(shard.id, at);
    return {};
  },
});

export const mergeShards = operation({
  name: 'MergeShards',
  members: { ...streamReference, ShardToMerge: shardId, AdjacentShardToMerge: shardId },
  async run(input, streams) {
    const stream = streams.stream(input);
    const first = await stream.shard(input.ShardToMerge);
    const second = await stream.shard(input.AdjacentShardToMerge);
    await stream.merge(first.id, second.id);
    return {};
  },
});

/** As AWS: at most twice, at least half of the open shards. It is done when the answer comes. */
export const updateShardCount = operation({
  name: 'UpdateShardCount',
  members: { ...streamReference, TargetShardCount: shardCount, ScalingType: oneOf('UNIFORM_SCALING') },
  async run(input, streams) {
    const stream = streams.stream(input);
    const { name, arn, mode } = stream.settings;
    if (mode === 'ON_DEMAND') {
      throw new ServiceError('ValidationException', `UpdateShardCount is not for ON_DEMAND streams, as ${name} is.`);
    }
    const current = (await stream.shards()).filter(({ isOpen }) => isOpen).length;
    const target = input.TargetShardCount;
    if (target > current * 2 || target < current / 2) {
      const wanted = `UpdateShardCount cannot go from ${current} to ${target} shards at once: at most double or half.`;
      throw new ServiceError(target > current ? 'LimitExceededException' : 'InvalidArgumentException', wanted);
    }
    await stream.resize(target);
    return { StreamName: name, StreamARN: arn, CurrentShardCount: current, TargetShardCount: target };
  },
});
