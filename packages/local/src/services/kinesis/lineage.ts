import { type HashRange, uniformRanges } from './hash-key.ts';
import { type Shard, type ShardSettings, shardIdOf } from './shard.ts';

/** The shards that a new stream begins with. */
export function firstShards(count: number, createdAt: number): ShardSettings[] {
  return uniformRanges(count).map((range, index) => ({ index, range, createdAt }));
}

/** The shards that take the place of one or two parents. */
export function childrenFor(
  parents: readonly Shard[],
  ranges: readonly HashRange[],
  { nextIndex, createdAt }: { nextIndex: number; createdAt: number },
): ShardSettings[] {
  const [parent, adjacentParent] = parents.map(({ settings }) => settings.index);
  return ranges.map((range, child) => ({ index: nextIndex + child, range, createdAt, parent, adjacentParent }));
}

export function childrenOf(shard: Shard, shards: readonly Shard[]): readonly Shard[] {
  const { index } = shard.settings;
  return shards.filter(({ settings }) => settings.parent === index || settings.adjacentParent === index);
}

export function parentIdsOf({ settings }: Shard): string[] {
  return [settings.parent, settings.adjacentParent].filter((index) => index !== undefined).map(shardIdOf);
}
