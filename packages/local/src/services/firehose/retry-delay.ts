import type { Clock } from '../../runtime.ts';
import { Closed } from './chunks.ts';
import type { WakeUp } from './wake-up.ts';

interface RetryDelayDependencies {
  readonly clock: Clock;
  readonly wakeUp: WakeUp;
  readonly isClosed: () => boolean;
  /** The delay in milliseconds before an attempt is repeated, by its number from 1. */
  readonly retryMilliseconds: (attempt: number) => number;
}

/** The delay before a failed attempt is repeated. Closing the delivery stream ends it early. */
export class RetryDelay {
  readonly #dependencies: RetryDelayDependencies;

  constructor(dependencies: RetryDelayDependencies) {
    this.#dependencies = dependencies;
  }

  /** Throws `Closed` if the delivery stream is closed meanwhile. */
  async waitOrThrow(attempt: number): Promise<void> {
    await this.wait(attempt, () => false);
    if (this.#dependencies.isClosed()) throw new Closed();
  }

  /** Resolves early once `isOver`. New records wake the loop but do not shorten the delay. */
  async wait(attempt: number, isOver: () => boolean): Promise<void> {
    const { clock, wakeUp, isClosed, retryMilliseconds } = this.#dependencies;
    const delay = retryMilliseconds(attempt);
    let until = Number.POSITIVE_INFINITY;
    while (!isClosed() && !isOver()) {
      const now = clock.now();
      // If the clock is set back, the delay does not grow.
      until = Math.min(until, now + delay);
      const left = until - now;
      if (left <= 0) return;
      await wakeUp.sleep(left);
    }
  }
}
