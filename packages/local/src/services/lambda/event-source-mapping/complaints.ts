import type { Clock } from '../../../runtime.ts';

/** What the function said last in an invocation that goes on, and since when it complains. */
interface Complaint {
  readonly message: string;
  readonly since: number;
  /** The invocations that were in flight: one of them complains. */
  readonly suspects: Set<symbol>;
}

/** A function that has complained for so long without coming to an end counts as stuck. */
const maxComplainingMs = 30_000;

/** What the mapping's function complains about in its log while an invocation goes on. */
export class Complaints {
  readonly #clock: Clock;
  readonly #onStuck: (message: string) => void;
  readonly #inFlight = new Set<symbol>();
  #current: Complaint | undefined;
  /** Said in a call that the mapping did not make: it stands until another such call ends without a complaint. */
  #ofOtherCall: { readonly call: symbol; readonly message: string } | undefined;

  constructor(clock: Clock, onStuck: (message: string) => void) {
    this.#clock = clock;
    this.#onStuck = onStuck;
  }

  get message(): string | undefined {
    return this.#current?.message ?? this.#ofOtherCall?.message;
  }

  /** Makes an invocation; complaints that come before its end may be its own. */
  async watch<T>(invoke: () => Promise<T>): Promise<T> {
    const invocation = Symbol();
    this.#inFlight.add(invocation);
    try {
      return await invoke();
    } finally {
      this.#inFlight.delete(invocation);
      this.#current?.suspects.delete(invocation);
      if (this.#current?.suspects.size === 0) this.#current = undefined;
    }
  }

  /** `call` is the one that complains, if the mapping did not make it. */
  add(message: string, call?: symbol): void {
    if (call !== undefined) {
      this.#ofOtherCall = { call, message };
      return;
    }
    // The last lines of an invocation may come after its end, which says more.
    if (this.#inFlight.size === 0) return;
    const now = this.#clock.now();
    const { since } = this.#current ?? { since: now };
    this.#current = { message, since, suspects: new Set(this.#inFlight) };
    if (now - since >= maxComplainingMs) this.#onStuck(message);
  }

  /** A call that the mapping did not make has ended; its last lines may still come. */
  ended(call: symbol): void {
    if (this.#ofOtherCall?.call !== call) this.#ofOtherCall = undefined;
  }
}
