/** Who holds the lease, as others see it. */
export interface Holder {
  readonly holder: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
  readonly until: number;
}

export interface LeaseStore {
  /** Takes or renews the lease in one step, unless another one holds it beyond `now`; then answers who. */
  take(holder: Holder, now: number): Promise<Holder | undefined>;
  /** Gives it back, if this one holds it. */
  release(holder: string): Promise<void>;
}

export interface LeaseOptions {
  readonly holder: string;
  readonly now: () => number;
  /** Calls back after so many milliseconds, again and again, until what it answers is called. */
  readonly every: (milliseconds: number, work: () => void) => () => void;
}

/** A run that dies keeps the others waiting so long. */
export const leaseMilliseconds = 30_000;
const renewalMilliseconds = 5000;
/** A change of the catalog ends within this time, or is given up: it cannot come after another run has begun. */
export const changeMilliseconds = 10_000;

class LeaseLost extends Error {}

/** Only one run at a time changes anything: a lease that is renewed while the run waits for its statements. */
export class Lease {
  readonly #store: LeaseStore;
  readonly #options: LeaseOptions;
  readonly #since: number;
  #until = 0;
  #lostTo: string | undefined;
  #stop = () => {};
  #renewal: Promise<unknown> = Promise.resolve();

  private constructor(store: LeaseStore, options: LeaseOptions) {
    this.#store = store;
    this.#options = options;
    this.#since = options.now();
  }

  /** The lease, or who holds it. */
  static async take(store: LeaseStore, options: LeaseOptions): Promise<Lease | Holder> {
    const lease = new Lease(store, options);
    const other = await lease.#renew();
    if (other !== undefined) return other;
    lease.#stop = options.every(renewalMilliseconds, () => {
      // One that fails is made again; it shows in `check` when none succeeds in time.
      lease.#renewal = lease.#renew().catch(() => {});
    });
    return lease;
  }

  /** Throws LeaseLost unless the lease outlasts any change that is begun now. */
  check(): void {
    const isLong = this.#until - this.#options.now() > changeMilliseconds;
    if (isLong && this.#lostTo === undefined) return;
    throw new LeaseLost(`The lease was lost${this.#lostTo === undefined ? '' : ` to ${this.#lostTo}`}`);
  }

  async release(): Promise<void> {
    this.#stop();
    // One that is under way would take again what is given back.
    await this.#renewal;
    await this.#store.release(this.#options.holder);
  }

  async #renew(): Promise<Holder | undefined> {
    const now = this.#options.now();
    const until = now + leaseMilliseconds;
    const other = await this.#store.take({ holder: this.#options.holder, since: this.#since, until }, now);
    if (other === undefined) this.#until = until;
    else this.#lostTo = other.holder;
    return other;
  }
}
