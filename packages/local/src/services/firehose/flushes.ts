import type { Mark, Source } from './source.ts';

interface Waiter {
  readonly mark: Mark;
  resolve(): void;
  reject(error: unknown): void;
}

/** Who waits until everything acknowledged before their call is delivered. */
export class Flushes {
  readonly #source: Source;
  #waiters: Waiter[] = [];

  constructor(source: Source) {
    this.#source = source;
  }

  get areWaiting(): boolean {
    return this.#waiters.length > 0;
  }

  /** Whether all that they wait for has been read. */
  get areReached(): boolean {
    return this.#waiters.every(({ mark }) => this.#source.hasReached(mark));
  }

  wait(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiters.push({ mark: this.#source.mark(), resolve, reject });
    });
  }

  /** All that was read is delivered. */
  delivered(): void {
    const isReached = ({ mark }: Waiter) => this.#source.hasReached(mark);
    const reached = this.#waiters.filter(isReached);
    this.#waiters = this.#waiters.filter((waiter) => !reached.includes(waiter));
    for (const { resolve } of reached) resolve();
  }

  failed(error: unknown): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const { reject } of waiters) reject(error);
  }
}
