import { type HashRange, neighbour, uniformRanges } from './hash-key.ts';
import { byRange, type OpenShards } from './open-shards.ts';
import type { Shard } from './shard.ts';

/** Open shards, and the ranges of the shards that take their place. */
export interface Replacement {
  readonly parents: readonly Shard[];
  readonly ranges: readonly HashRange[];
}

/** https://docs.aws.amazon.com/streams/latest/dev/kinesis-using-sdk-java-resharding-split.html */
export function splitAt(shard: Shard, hashKey: string): Replacement {
  const { from, to } = shard.settings.range;
  return {
    parents: [shard],
    ranges: [
      { from, to: neighbour(hashKey, -1) },
      { from: hashKey, to },
    ],
  };
}

/**
 * Undefined when the ranges of the two are not adjacent.
 * https://docs.aws.amazon.com/streams/latest/dev/kinesis-using-sdk-java-resharding-merge.html
 */
export function mergeOf(shard: Shard, adjacent: Shard): Replacement | undefined {
  const parents = [shard, adjacent];
  const [first, second] = parents.toSorted(byRange);
  if (!first || !second || first === second) return undefined;
  if (neighbour(first.settings.range.to, 1) !== second.settings.range.from) return undefined;
  return { parents, ranges: [{ from: first.settings.range.from, to: second.settings.range.to }] };
}

/** The next step towards `count` equal shards: all splits, then all merges; undefined when they are equal. */
export function stepTowards(count: number, open: OpenShards): Replacement | undefined {
  const borders = uniformRanges(count).map(({ from }) => from);
  for (const border of borders) {
    const shard = open.at(border);
    if (shard.settings.range.from !== border) return splitAt(shard, border);
  }
  const kept = new Set(borders);
  const right = open.all.slice(1).find(({ settings }) => !kept.has(settings.range.from));
  return right && mergeOf(open.at(neighbour(right.settings.range.from, -1)), right);
}
