import { errorMessage } from '../../../error-message.ts';

interface ShardHealth {
  problem?: string | undefined;
  /** What the function said last, while it fails. */
  failure?: string | undefined;
}

interface Listener {
  /** What holds the mapping up, each time that it does. */
  onHeldUp(reason: string): void;
  /** A line for the log, when the reason is new. */
  log(line: string): void;
}

/** What holds a mapping up: problems of its own, problems of its shards, a function that fails. */
export class MappingHealth {
  readonly #listener: Listener;
  readonly #shards = new Map<string, ShardHealth>();
  #problem: string | undefined;

  constructor(listener: Listener) {
    this.#listener = listener;
  }

  get hasProblem(): boolean {
    return this.#problem !== undefined;
  }

  /** The reason as LastProcessingResult words it; undefined when nothing holds the mapping up. */
  get reason(): string | undefined {
    const problem = this.#problem ?? [...this.#shards.values()].find((shard) => shard.problem)?.problem;
    if (problem !== undefined) return problem;
    const failure = this.#failure;
    return failure === undefined ? undefined : `Function call failed: ${failure}`;
  }

  /** Undefined: the mapping has no problem any more. */
  setProblem(error: unknown): void {
    this.#problem = this.#report(this.#problem, error);
  }

  /** Something other than the function holds the shard up; undefined: not any more. */
  setShardProblem(shardId: string, error: unknown): void {
    const shard = this.#shard(shardId);
    shard.problem = this.#report(shard.problem, error);
  }

  setFailure(shardId: string, message: string): void {
    if (this.#failure === undefined) this.#listener.log(`its function fails and is tried again: ${message}`);
    this.#shard(shardId).failure = message;
    this.#listener.onHeldUp(`its function fails: ${message}`);
  }

  clearFailure(shardId: string): void {
    this.#shard(shardId).failure = undefined;
  }

  /** The shard is done. */
  forget(shardId: string): void {
    this.#shards.delete(shardId);
  }

  get #failure(): string | undefined {
    return [...this.#shards.values()].find(({ failure }) => failure !== undefined)?.failure;
  }

  #shard(id: string): ShardHealth {
    let shard = this.#shards.get(id);
    if (!shard) {
      shard = {};
      this.#shards.set(id, shard);
    }
    return shard;
  }

  #report(before: string | undefined, error: unknown): string | undefined {
    if (error === undefined) return undefined;
    const problem = errorMessage(error);
    if (problem !== before) this.#listener.log(problem);
    this.#listener.onHeldUp(problem);
    return problem;
  }
}
