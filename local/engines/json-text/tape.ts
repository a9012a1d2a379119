/**
 * Where each value and key of a JSON text lies, in the order of the text: three integers per entry in one flat array,
 * so that a body of ten megabytes costs no objects.
 */
export class Tape {
  private entries: Int32Array;
  length = 0;

  constructor(textLength: number) {
    this.entries = new Int32Array(((textLength >> 4) + 16) * 3);
  }

  /** Adds an entry that starts at `start` of the text and returns its number. */
  add(start: number): number {
    if (this.length * 3 === this.entries.length) {
      const grown = new Int32Array(this.entries.length * 2);
      grown.set(this.entries);
      this.entries = grown;
    }
    this.entries[this.length * 3] = start;
    return this.length++;
  }

  /** Ends an entry at `end` of the text (exclusive). What it contains are the entries added since. */
  close(entry: number, end: number): void {
    this.entries[entry * 3 + 1] = end;
    this.entries[entry * 3 + 2] = this.length;
  }

  /** Ends a string entry that holds escapes, which is marked by a negative successor. */
  closeEscaped(entry: number, end: number): void {
    this.entries[entry * 3 + 1] = end;
    this.entries[entry * 3 + 2] = -this.length;
  }

  start(entry: number): number {
    return this.entries[entry * 3] ?? 0;
  }

  end(entry: number): number {
    return this.entries[entry * 3 + 1] ?? 0;
  }

  /** The entry that follows this one and all that it contains. */
  next(entry: number): number {
    return Math.abs(this.entries[entry * 3 + 2] ?? 0);
  }

  isEscaped(entry: number): boolean {
    return (this.entries[entry * 3 + 2] ?? 0) < 0;
  }
}
