import type { LogEntry } from './frame.ts';

/** Collects entries until a limit is reached. */
export class Page {
  readonly #limit: { readonly entries: number; readonly bytes: number };
  entries: LogEntry[] = [];
  #bytes = 0;

  constructor(limit: { entries: number; bytes: number }) {
    this.#limit = limit;
  }

  get bytesWanted(): number {
    return this.#limit.bytes;
  }

  clear(): void {
    this.entries = [];
    this.#bytes = 0;
  }

  /** False when `entry` no longer fits. */
  add(entry: LogEntry): boolean {
    this.#bytes += entry.data.length + entry.key.length;
    const fits = this.entries.length < this.#limit.entries && this.#bytes <= this.#limit.bytes;
    if (fits || this.entries.length === 0) this.entries.push(entry);
    return fits;
  }
}
