import type { Operation, Store } from './dynalite-modules.ts';
import type { ItemChange } from './staged-item.ts';

export interface Commit {
  readonly operations: readonly Operation[];
  readonly changes: readonly ItemChange[];
  /** Why the items change, when no request asked for it. */
  readonly identity?: StreamIdentity;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Identity.html */
export interface StreamIdentity {
  readonly type: string;
  readonly principalId: string;
}

/** What else a commit writes because items change: stream records, entries of expiry times. */
export interface Follower {
  operationsFor(commit: Commit): readonly Operation[];
  committed(): void;
}

interface Waiting {
  readonly commit: Commit;
  resolve(): void;
  reject(error: unknown): void;
}

/** Commits of one batch at most: a failed batch fails all of them. */
const maxGroup = 256;

/**
 * Writes commits to LevelDB in the order in which they come, each one whole or not at all. Those that wait together share
 * one batch and one fdatasync. One batch at a time: a reader of a stream never sees a record before those in front of it.
 */
export class Committer {
  readonly #open: () => Promise<Store>;
  readonly #followers: readonly Follower[];
  readonly #waiting: Waiting[] = [];
  #isRunning = false;

  constructor(open: () => Promise<Store>, followers: readonly Follower[]) {
    this.#open = open;
    this.#followers = followers;
  }

  /** Resolves when the commit is on disk. */
  commit(commit: Commit): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ commit, resolve, reject });
      if (!this.#isRunning) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, maxGroup);
      try {
        const store = await this.#open();
        await store.db.batch(group.flatMap(({ commit }) => this.#operationsOf(commit)));
        for (const follower of this.#followers) follower.committed();
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.#isRunning = false;
  }

  #operationsOf(commit: Commit): Operation[] {
    return [...commit.operations, ...this.#followers.flatMap((follower) => follower.operationsFor(commit))];
  }
}
