/** One event of a log group. */
export interface LogLine {
  readonly id: string;
  readonly group: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly message: string;
}

/** Lines become readable later than their time says: so far back is asked for again. */
const overlapMilliseconds = 30_000;

/** Each line once, although overlapping times are asked for again and again. */
export class NewLines {
  /** From which time on lines are to be asked for, milliseconds since the epoch. */
  since: number;
  #seen = new Map<string, number>();
  #waiting: LogLine[] = [];
  readonly #begin: number;

  constructor(since: number) {
    this.since = since;
    this.#begin = since;
  }

  add(line: LogLine): void {
    const key = `${line.group}\n${line.id}`;
    if (this.#seen.has(key)) return;
    this.#seen.set(key, line.timestamp);
    this.#waiting.push(line);
  }

  /** What came since the last call, in the order of the times. */
  take(): readonly LogLine[] {
    const lines = this.#waiting.sort((one, other) => one.timestamp - other.timestamp);
    this.#waiting = [];
    const latest = lines.at(-1)?.timestamp;
    if (latest !== undefined) this.since = Math.max(this.since, this.#begin, latest - overlapMilliseconds);
    for (const [key, timestamp] of this.#seen) if (timestamp < this.since) this.#seen.delete(key);
    return lines;
  }
}
