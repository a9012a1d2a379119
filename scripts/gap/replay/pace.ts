import { setTimeout as sleep } from 'node:timers/promises';

export interface Clock {
  /** Milliseconds, from any moment on. */
  now(): number;
  /** Returns early, without an error, when the signal is aborted. */
  sleep(milliseconds: number, stop: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }).catch(() => {}),
};

const recovery = 1.05;

/**
 * A token bucket that holds one batch: on average no more than `rate` records a second. A stream that throttles halves
 * the rate, down to one a second; each batch that it takes whole lets it grow by 5 %, up to where it began.
 */
export class Pace {
  readonly #limit: number;
  readonly #clock: Clock;
  #rate: number;
  #nextAt: number;

  constructor(rate: number, clock: Clock = systemClock) {
    this.#limit = rate;
    this.#rate = rate;
    this.#clock = clock;
    this.#nextAt = clock.now();
  }

  /** Records a second, at the moment. */
  get rate(): number {
    return this.#rate;
  }

  /** Waits until so many records may be sent; false: it was stopped before. */
  async take(records: number, stop: AbortSignal): Promise<boolean> {
    const now = this.#clock.now();
    if (this.#nextAt > now) await this.#clock.sleep(this.#nextAt - now, stop);
    if (stop.aborted) return false;
    this.#nextAt = Math.max(this.#clock.now(), this.#nextAt) + (records / this.#rate) * 1000;
    return true;
  }

  slower(): void {
    this.#rate = Math.max(1, this.#rate / 2);
  }

  faster(): void {
    this.#rate = Math.min(this.#limit, this.#rate * recovery);
  }
}
