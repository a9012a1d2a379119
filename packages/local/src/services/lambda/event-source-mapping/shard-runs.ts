import type { ListedShard } from '../../kinesis/stream-reader.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { Moments } from './moments.ts';
import type { ShardRun } from './shard-run.ts';

interface ShardRunsDependencies {
  /** Every shard that may hold records, closed ones too. */
  listShards(): Promise<ListedShard[]>;
  readonly checkpoints: Checkpoints;
  readonly moments: Moments;
  begin(shardId: string): ShardRun;
  /** A run has ended: the children of its shard can begin. */
  onEnd(shardId: string): void;
}

const listIntervalMs = 10_000;

/** A run for each shard whose parents are done. */
export class ShardRuns {
  readonly #dependencies: ShardRunsDependencies;
  readonly #runs = new Map<string, ShardRun>();
  readonly #running = new Set<Promise<void>>();
  #listedAt = 0;
  #isStale = true;

  constructor(dependencies: ShardRunsDependencies) {
    this.#dependencies = dependencies;
  }

  /** Whether everything that had arrived at the moment is done. */
  isThrough(moment: number): boolean {
    return !this.#isStale && this.#listedAt >= moment && [...this.#runs.values()].every((run) => run.isThrough(moment));
  }

  /** The next `refresh` lists the shards whatever the time. */
  invalidate(): void {
    this.#isStale = true;
  }

  /** Lists the shards when that is due, and begins with those that are new and whose parents, as far as listed, are done. */
  async refresh(): Promise<void> {
    const { listShards, checkpoints, moments } = this.#dependencies;
    const listedAt = moments.next();
    if (!this.#isStale && listedAt < this.#listedAt + listIntervalMs) return;
    this.#isStale = false;
    try {
      const listed = await listShards();
      const ids = new Set(listed.map(({ id }) => id));
      checkpoints.keep(ids);
      for (const { id, parents } of listed) {
        const isDone = (parent: string) => !ids.has(parent) || checkpoints.of(parent).ended === true;
        if (!this.#runs.has(id) && !checkpoints.of(id).ended && parents.every(isDone)) this.#begin(id);
      }
      this.#listedAt = listedAt;
    } catch (error) {
      this.#isStale = true;
      throw error;
    }
  }

  /** New records or shards: wakes the runs that can take records. */
  wakeHungry(): void {
    for (const run of this.#runs.values()) if (run.isHungry) run.wake();
  }

  wakeAll(): void {
    for (const run of this.#runs.values()) run.wake();
  }

  /** Resolves when all runs have ended. */
  async ended(): Promise<void> {
    await Promise.all(this.#running);
  }

  #begin(shardId: string): void {
    const run = this.#dependencies.begin(shardId);
    this.#runs.set(shardId, run);
    const running = run.run().finally(() => {
      this.#running.delete(running);
      this.#runs.delete(shardId);
      this.#isStale = true;
      this.#dependencies.onEnd(shardId);
    });
    this.#running.add(running);
  }
}
