/** Lets one loop sleep until something happens. What happens while nobody sleeps ends the next sleep at once. */
export class WakeUp {
  #happened = false;
  #wake: (() => void) | undefined;

  notify(): void {
    this.#happened = true;
    this.#wake?.();
  }

  /** Resolves after `milliseconds` (never, if infinite) or with the next `notify`. */
  sleep(milliseconds: number): Promise<void> {
    if (this.#happened) {
      this.#happened = false;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const timer = Number.isFinite(milliseconds)
        ? setTimeout(() => this.#wake?.(), Math.max(0, milliseconds))
        : undefined;
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        this.#happened = false;
        resolve();
      };
    });
  }
}
