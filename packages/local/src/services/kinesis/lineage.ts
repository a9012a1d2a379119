import { uniformRanges } from './hash-key.ts';
import { type Shard, type ShardSettings, shardIdOf } from './shard.ts';

/** The shards that a new stream begins with. */
export function firstShards(count: number, createdAt: number): ShardSettings[] {
  return uniformRanges(count).map((range, index) => ({ index, range, createdAt }));
}

export function childrenOf(shard: Shard, shards: readonly Shard[]): readonly Shard[] {
  const { index } = shard.settings;
  return shards.filter(({ settings }) => settings.parent === index || settings.adjacentParent === index);
}

export function parentIdsOf({ settings }: Shard): string[] {
  return [settings.parent, settings.adjacentParent].filter((index) => index !== undefined).map(shardIdOf);
}
