import { hashOfPartitionKey } from './hash-key.ts';
import type { Shard } from './shard.ts';

/** The shards that take records, in the order of their hash keys; together they cover all of them. */
export class OpenShards {
  readonly all: readonly Shard[];

  constructor(shards: readonly Shard[]) {
    this.all = shards.filter(({ isOpen }) => isOpen).sort(byRange);
  }

  /** The shard of a record; `hash` where the producer gave one. */
  for(partitionKey: string, hash: string | undefined): Shard {
    const [only, second] = this.all;
    return only && !second ? only : this.at(hash ?? hashOfPartitionKey(partitionKey));
  }

  at(hash: string): Shard {
    let low = 0;
    let high = this.all.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      const shard = this.all[middle];
      if (shard && shard.settings.range.from <= hash) low = middle;
      else high = middle;
    }
    const shard = this.all[low];
    if (!shard) throw new Error('a stream without an open shard');
    return shard;
  }
}

export function byRange(a: Shard, b: Shard): number {
  return a.settings.range.from < b.settings.range.from ? -1 : 1;
}
