/**
 * Where each value and key of a JSON text lies, in the order of the text: three integers per entry in one flat array,
 * so that a body of ten megabytes costs no objects. They are the start, the end (exclusive), and the number of the entry
 * that follows this one and all that it contains, which is negative for a string that holds escapes.
 */
export class Tape {
  readonly #entries: Int32Array;

  constructor(entries: Int32Array) {
    this.#entries = entries;
  }

  start(entry: number): number {
    return this.#entries[entry * 3] ?? 0;
  }

  end(entry: number): number {
    return this.#entries[entry * 3 + 1] ?? 0;
  }

  /** The entry that follows this one and all that it contains. */
  next(entry: number): number {
    return Math.abs(this.#entries[entry * 3 + 2] ?? 0);
  }

  isEscaped(entry: number): boolean {
    return (this.#entries[entry * 3 + 2] ?? 0) < 0;
  }
}
