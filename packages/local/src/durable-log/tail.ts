import { entriesOf, type FrameHeader, type LogEntry } from './frame.ts';

interface TailFrame extends FrameHeader {
  /** Counted over all rounds of the memory: the place in it is the remainder. */
  readonly start: number;
}

/**
 * The most recent frames in memory, so that readers who follow the end of the log cost no file access. They are copied
 * into one piece of memory that is written round and round: kept as they came, all of them would grow old before they
 * are dropped, and collecting those costs several times as much as the copy.
 */
export class Tail {
  readonly #maxBytes: number;
  readonly #frames: TailFrame[] = [];
  #memory: Buffer | undefined;
  #end = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  push(header: FrameHeader, content: Buffer): void {
    const room = this.#maxBytes;
    if (header.bytes > room) {
      this.#frames.length = 0;
      return;
    }
    this.#memory ??= Buffer.allocUnsafeSlow(room);
    // No frame goes round the end.
    const left = room - (this.#end % room);
    if (header.bytes > left) this.#end += left;
    content.copy(this.#memory, this.#end % room);
    this.#frames.push({ ...header, start: this.#end });
    this.#end += header.bytes;
    while ((this.#frames[0]?.start ?? this.#end) < this.#end - room) this.#frames.shift();
  }

  /** All entries from `offset` on, to be taken at once; undefined where the tail does not reach back so far. */
  from(offset: number): Iterable<LogEntry> | undefined {
    const first = this.#frames[0];
    if (!first || offset < first.firstOffset) return undefined;
    return this.#entries(offset);
  }

  *#entries(offset: number): Generator<LogEntry> {
    for (const { firstOffset, count, start, bytes } of this.#frames) {
      if (!this.#memory || firstOffset + count <= offset) continue;
      const at = start % this.#maxBytes;
      yield* entriesOf(Buffer.from(this.#memory.subarray(at, at + bytes)), offset);
    }
  }
}
