export interface HoldOnOptions {
  /** Milliseconds since the epoch: no wait goes beyond it. */
  readonly deadline: number;
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Whether to try again: not after what would happen again. */
  readonly isPassing: (error: unknown) => boolean;
  readonly onFailure: (error: unknown) => void;
}

/** Kept back of a function's time, to end an attempt that has begun, six calls of 10 seconds at most, and to answer. */
export const reserveMilliseconds = 65_000;

const firstWaitMilliseconds = 100;
const maxWaitMilliseconds = 10_000;

/**
 * Tries again until it succeeds or the deadline comes; then the last error is thrown. A shard whose store is down waits
 * here: an invocation that failed at once would be tried again at once and halved, until no batch had more than one record.
 */
export async function holdOn<T>(attempt: () => Promise<T>, options: HoldOnOptions): Promise<T> {
  const { deadline, now, sleep, isPassing, onFailure } = options;
  for (let wait = firstWaitMilliseconds; ; wait = Math.min(2 * wait, maxWaitMilliseconds)) {
    try {
      return await attempt();
    } catch (error) {
      onFailure(error);
      if (!isPassing(error) || now() + wait >= deadline) throw error;
      await sleep(wait);
    }
  }
}
