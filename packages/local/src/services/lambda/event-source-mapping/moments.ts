import type { Clock } from '../../../runtime.ts';

/** Moments in the order in which they are taken: the time, but always later, even after the clock was set back. */
export class Moments {
  readonly #clock: Clock;
  #last = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  next(): number {
    this.#last = Math.max(this.#last + 0.001, this.#clock.now());
    return this.#last;
  }
}
