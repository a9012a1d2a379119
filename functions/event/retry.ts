export interface RetryOptions {
  /** Milliseconds since the epoch: no wait goes beyond it. */
  readonly deadline: number;
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** 0 up to 1, exclusive. */
  readonly random: () => number;
  readonly isTransient: (error: unknown) => boolean;
}

const firstWaitMilliseconds = 50;
const maxWaitMilliseconds = 2000;

/**
 * Tries until it succeeds; between tries it waits, each time up to twice as long (from 50 ms to 2 s), of which a random
 * part. Throws the last error when it is not transient or when the wait would end after the deadline.
 */
export async function retry<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      const longest = Math.min(maxWaitMilliseconds, firstWaitMilliseconds * 2 ** tries);
      const wait = longest * (0.5 + options.random() / 2);
      if (!options.isTransient(error) || options.now() + wait >= options.deadline) throw error;
      await options.sleep(wait);
    }
  }
}
