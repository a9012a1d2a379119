import { createHash } from 'node:crypto';

interface Entry<Value> {
  readonly value: Value;
  readonly expiresMs: number;
}

/**
 * Values by secret key for a time, the least recently used going first when there are too many. Calls for the same key
 * that come while its value is being made wait for that one. Only what `keep` says is kept. Keys are held as hashes only.
 */
export class AuthorizerCache<Value> {
  readonly #ttlMs: number;
  readonly #most: number;
  readonly #now: () => number;
  readonly #keep: (value: Value) => boolean;
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #making = new Map<string, Promise<Value>>();

  constructor(settings: {
    ttlSeconds: number;
    most: number;
    now: () => number;
    keep: (value: Value) => boolean;
  }) {
    this.#ttlMs = settings.ttlSeconds * 1000;
    this.#most = settings.most;
    this.#now = settings.now;
    this.#keep = settings.keep;
  }

  /** With a time to live of 0 seconds `make` is called every time. */
  get(secret: string, make: () => Promise<Value>): Promise<Value> | Value {
    if (this.#ttlMs === 0) return make();
    const key = createHash('sha256').update(secret).digest('base64');
    const entry = this.#entries.get(key);
    if (entry) {
      this.#entries.delete(key);
      if (this.#now() < entry.expiresMs) {
        this.#entries.set(key, entry);
        return entry.value;
      }
    }
    let making = this.#making.get(key);
    if (!making) {
      making = this.#make(key, make).finally(() => this.#making.delete(key));
      this.#making.set(key, making);
    }
    return making;
  }

  async #make(key: string, make: () => Promise<Value>): Promise<Value> {
    const value = await make();
    if (!this.#keep(value)) return value;
    this.#entries.set(key, { value, expiresMs: this.#now() + this.#ttlMs });
    if (this.#entries.size > this.#most) {
      const [oldest] = this.#entries.keys();
      if (oldest !== undefined) this.#entries.delete(oldest);
    }
    return value;
  }
}
