/**
 * Where each value and key of a JSON text lies, in the order of the text: three integers per entry in one flat array,
 * so that a body of ten megabytes costs no objects.
 */
export class Tape {
  private entries: Int32Array;
  length = 0;

  constructor(textLength: number) {
    this.entries = new Int32Array(((textLength >> 3) + 16) * 3);
  }

  /** Adds a container that starts at `start` of the text and returns its number. */
  open(start: number): number {
    return this.add(start, 0);
  }

  /** Ends a container at `end` of the text (exclusive). What it contains are the entries added since. */
  close(entry: number, end: number): void {
    this.entries[entry * 3 + 1] = end;
    this.entries[entry * 3 + 2] = this.length;
  }

  /** Adds what contains nothing and returns its number. */
  add(start: number, end: number): number {
    const entry = this.length++;
    const at = entry * 3;
    if (at === this.entries.length) this.grow();
    const { entries } = this;
    entries[at] = start;
    entries[at + 1] = end;
    entries[at + 2] = entry + 1;
    return entry;
  }

  /** Adds a string that holds escapes, which is marked by a negative successor. */
  addEscaped(start: number, end: number): void {
    const entry = this.add(start, end);
    this.entries[entry * 3 + 2] = -(entry + 1);
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

  private grow(): void {
    const grown = new Int32Array(this.entries.length * 2);
    grown.set(this.entries);
    this.entries = grown;
  }
}
