import type { DurableLog } from '../../durable-log/durable-log.ts';
import type { LogPosition, Position, Source, SourceRecord } from './source.ts';

const entriesPerRead = 4000;

/** Records that were put to the delivery stream itself. */
export class LogSource implements Source {
  readonly pollMilliseconds = undefined;
  readonly #log: DurableLog;
  #offset = 0;

  constructor(log: DurableLog) {
    this.#log = log;
  }

  initial(): LogPosition {
    return { kind: 'log', offset: 0 };
  }

  /** Throws when the log is shorter than what was delivered of it: new records would be taken for delivered ones. */
  seek(position: Position): void {
    const offset = offsetOf(position);
    if (offset > this.#log.nextOffset) {
      throw new Error(
        `${offset} records were delivered and only ${this.#log.nextOffset} were ever put: the log of puts is damaged`,
      );
    }
    this.#offset = offset;
  }

  async read(bytes: number): Promise<SourceRecord[]> {
    const entries = await this.#log.read(this.#offset, { entries: entriesPerRead, bytes });
    const last = entries.at(-1);
    if (last) this.#offset = last.offset + 1;
    return entries.map(({ offset, data, time }) => ({ id: recordId(offset), data, arrival: time }));
  }

  position(): LogPosition {
    return { kind: 'log', offset: this.#offset };
  }

  mark(): number {
    return this.#log.nextOffset;
  }

  hasReached(mark: number): boolean {
    return this.#offset >= mark;
  }

  release(position: Position): Promise<void> {
    return this.#log.trimBefore(offsetOf(position));
  }

  countAfter(position: Position): number {
    return this.#log.nextOffset - offsetOf(position);
  }

  onData(listener: () => void): void {
    this.#log.onAppend(listener);
  }

  close(): Promise<void> {
    return this.#log.close();
  }
}

/** The record id that PutRecord answers and the transformation sees: digits, as those of AWS. */
export function recordId(offset: number): string {
  const digits = String(offset);
  return fronts[digits.length] + digits;
}

/** What stands before so many digits: putting zeros in front of each id would cost more than all else of it. */
const fronts = Array.from({ length: 21 }, (_, digits) => `4965${'0'.repeat(20 - digits)}`);

function offsetOf(position: Position): number {
  if (position.kind !== 'log')
    throw new Error(
      'this delivery stream read from a Kinesis stream before: its source cannot change: start with --reset, or in another state directory',
    );
  return position.offset;
}
