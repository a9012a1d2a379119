const offsetDigits = 16;

/**
 * Sequence numbers of one shard: 56 decimal digits, as Kinesis's are. The front is the shard's (its creation time, so
 * that a child's numbers are above its parent's, and its index), the last 16 digits count its records from 1.
 */
export class SequenceNumbers {
  readonly #prefix: string;
  /** What stands before so many digits. */
  readonly #fronts: readonly string[];

  constructor(createdAt: number, shardIndex: number) {
    this.#prefix = `49${String(createdAt).padStart(14, '0')}${String(shardIndex).padStart(6, '0')}`.padEnd(40, '0');
    this.#fronts = Array.from(
      { length: offsetDigits + 1 },
      (_, digits) => this.#prefix + '0'.repeat(offsetDigits - digits),
    );
  }

  /** Below the number of every record. */
  get start(): string {
    return this.of(-1);
  }

  of(offset: number): string {
    const digits = String(offset + 1);
    return this.#fronts[digits.length] + digits;
  }

  /** The offset of a record's number, -1 for `start`; undefined for a number of another shard. */
  offsetOf(sequenceNumber: string): number | undefined {
    if (sequenceNumber.length !== 56 || !sequenceNumber.startsWith(this.#prefix)) return undefined;
    return Number(sequenceNumber.slice(-offsetDigits)) - 1;
  }
}
