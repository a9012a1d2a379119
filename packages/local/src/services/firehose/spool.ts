import { open } from 'node:fs/promises';

/** A file that a batch grows by whole chunks. No file stays open between chunks, however many there are. */
export class Spool {
  readonly path: string;
  bytes = 0;
  records = 0;
  /** Arrival of the oldest record in it, milliseconds since the epoch. */
  oldestArrival = Number.POSITIVE_INFINITY;
  /** What the next `flush` will write. */
  pendingBytes = 0;
  #pending: Buffer[] = [];

  constructor(path: string) {
    this.path = path;
  }

  /** The parts are one record; they are written by the next `flush`. */
  add(arrival: number, ...parts: readonly Buffer[]): void {
    for (const part of parts) {
      this.#pending.push(part);
      this.bytes += part.length;
      this.pendingBytes += part.length;
    }
    this.records++;
    if (arrival < this.oldestArrival) this.oldestArrival = arrival;
  }

  async flush(): Promise<void> {
    if (this.#pending.length === 0) return;
    const content = Buffer.concat(this.#pending);
    this.#pending = [];
    this.pendingBytes = 0;
    const file = await open(this.path, 'a');
    try {
      await file.appendFile(content);
    } finally {
      await file.close();
    }
  }
}

/** Spools by name, in files that are named `<pathPrefix><number>`. */
export class Spools {
  readonly #pathPrefix: string;
  readonly #spools = new Map<string, Spool>();

  constructor(pathPrefix: string) {
    this.#pathPrefix = pathPrefix;
  }

  get size(): number {
    return this.#spools.size;
  }

  has(name: string): boolean {
    return this.#spools.has(name);
  }

  get(name: string): Spool {
    const existing = this.#spools.get(name);
    if (existing) return existing;
    const spool = new Spool(`${this.#pathPrefix}${this.#spools.size}`);
    this.#spools.set(name, spool);
    return spool;
  }

  entries(): IterableIterator<[string, Spool]> {
    return this.#spools.entries();
  }

  async flush(): Promise<void> {
    for (const spool of this.#spools.values()) await spool.flush();
  }
}
