/** A complaint that is repeated within this time is not told again: a function that tries again says it each time. */
const silenceMilliseconds = 60_000;

/** Tells what functions complain about: each thing once as long as it goes on. */
export class Complaints {
  readonly #tell: (line: string) => void;
  readonly #now: () => number;
  readonly #last = new Map<string, { readonly message: string; readonly at: number }>();

  /** `now` in milliseconds since the epoch. */
  constructor(tell: (line: string) => void, now: () => number) {
    this.#tell = tell;
    this.#now = now;
  }

  take(functionName: string, message: string): void {
    const last = this.#last.get(functionName);
    const at = this.#now();
    if (last?.message !== message || at - last.at > silenceMilliseconds) this.#tell(`${functionName}: ${message}`);
    this.#last.set(functionName, { message, at });
  }
}
