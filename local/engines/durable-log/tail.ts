import { entriesOf, type FrameHeader, type LogEntry } from './frame.ts';

interface TailFrame extends FrameHeader {
  readonly content: Buffer;
}

/** The most recent frames in memory, so that readers who follow the end of the log cost no file access. */
export class Tail {
  readonly #maxBytes: number;
  #frames: TailFrame[] = [];
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  push(header: FrameHeader, content: Buffer): void {
    this.#frames.push({ ...header, content });
    this.#bytes += header.bytes;
    let dropped = 0;
    for (const frame of this.#frames) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#bytes -= frame.bytes;
      dropped++;
    }
    if (dropped > 0) this.#frames = this.#frames.slice(dropped);
  }

  /** All entries from `offset` on; undefined where the tail does not reach back so far. */
  from(offset: number): Iterable<LogEntry> | undefined {
    const first = this.#frames[0];
    if (!first || offset < first.firstOffset) return undefined;
    return this.#entries(offset);
  }

  *#entries(offset: number): Generator<LogEntry> {
    for (const frame of this.#frames) {
      if (frame.firstOffset + frame.count > offset) yield* entriesOf(frame.content, offset);
    }
  }
}
