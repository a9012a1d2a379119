import { WakeUp } from '../../firehose/wake-up.ts';
import type { FlushRequests } from './flush-requests.ts';
import type { MappingHealth } from './mapping-health.ts';
import type { Moments } from './moments.ts';
import type { ShardRuns } from './shard-runs.ts';

interface MappingLoopDependencies {
  readonly shards: ShardRuns;
  readonly flushes: FlushRequests;
  readonly moments: Moments;
  readonly health: MappingHealth;
  readonly closing: AbortSignal;
  /** Delay before the shards are listed again after a problem. */
  readonly retryDelayMs: number;
}

const intervalMs = 10_000;

/** Keeps a run going for every shard, and answers flush requests. */
export class MappingLoop {
  readonly #dependencies: MappingLoopDependencies;
  readonly #wakeUp = new WakeUp();
  #running: Promise<void> | undefined;

  constructor(dependencies: MappingLoopDependencies) {
    this.#dependencies = dependencies;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Resolves when everything is done that had arrived before the call; rejects with what holds that up. */
  flush(): Promise<void> {
    const { shards, flushes, moments, closing } = this.#dependencies;
    if (!this.#running || closing.aborted) return Promise.resolve();
    const flushed = flushes.add(moments.next());
    shards.invalidate();
    this.#wakeUp.notify();
    shards.wakeAll();
    return flushed;
  }

  /** Something is done, or a shard has ended: looks at shards and flush requests now. */
  notify(): void {
    this.#wakeUp.notify();
  }

  /** Resolves when all runs have ended, after `closing` was aborted. */
  async ended(): Promise<void> {
    this.#wakeUp.notify();
    this.#dependencies.shards.wakeAll();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { shards, flushes, health, closing, retryDelayMs } = this.#dependencies;
    while (!closing.aborted) {
      try {
        await shards.refresh();
        health.setProblem(undefined);
      } catch (error) {
        health.setProblem(error);
      }
      flushes.resolve((moment) => shards.isThrough(moment));
      await this.#wakeUp.sleep(health.hasProblem ? retryDelayMs : intervalMs);
    }
    await shards.ended();
  }
}
