import { mkdir, open, rm } from 'node:fs/promises';
import { type CommitLog, Committer, type Target } from './committer.ts';
import { encodeFrame, entriesOf, type LogEntry, type NewEntry } from './frame.ts';
import { Page } from './page.ts';
import { type Recovered, recover } from './recovery.ts';
import { Segment } from './segment.ts';
import { SegmentWriter } from './segment-writer.ts';
import { Tail } from './tail.ts';

export type { LogEntry, NewEntry } from './frame.ts';

export interface DurableLogOptions {
  /** A new file is begun when the current one is at least this long. Default 64 MiB. */
  readonly segmentBytes?: number;
  /** How much of the end is kept in memory for readers that follow it. Default 4 MiB. */
  readonly tailBytes?: number;
  /** Opens the file that is written; for tests of failing disks. */
  readonly openFile?: typeof open;
}

const indexedSegments = 16;

/**
 * An append-only log on disk. What `append` acknowledged survives `kill -9` and power loss; what it rejected is not in
 * the log. Memory does not grow with the log. One process at a time may have a directory open.
 */
export class DurableLog {
  readonly #directory: string;
  readonly #segmentBytes: number;
  readonly #openFile: typeof open;
  readonly #tail: Tail;
  readonly #listeners = new Set<() => void>();
  #segments: Segment[];
  #writer: SegmentWriter | undefined;
  #nextOffset: number;
  /** Of the entries that are durable, and of those that wait as well. */
  #lastTime: number;
  #lastWaitingTime: number;
  readonly #committer: Committer;
  #closed = false;
  /** Bytes after the last good frame that opening found and cut off: the write that a crash interrupted. */
  readonly cutBytes: number;

  private constructor(directory: string, options: DurableLogOptions, found: Recovered) {
    this.#directory = directory;
    this.#segmentBytes = options.segmentBytes ?? 64 << 20;
    this.#openFile = options.openFile ?? open;
    this.#tail = new Tail(options.tailBytes ?? 4 << 20);
    this.#segments = found.segments;
    this.#nextOffset = found.nextOffset;
    this.#lastTime = found.lastTime;
    this.#lastWaitingTime = found.lastTime;
    this.cutBytes = found.cutBytes;
    this.#committer = new Committer(this.#commitLog());
  }

  /** Makes the directory if needed, and cuts off a torn end. */
  static async open(directory: string, options: DurableLogOptions = {}): Promise<DurableLog> {
    await mkdir(directory, { recursive: true });
    return new DurableLog(directory, options, await recover(directory));
  }

  /** The oldest offset that is still there. */
  get firstOffset(): number {
    return this.#segments[0]?.firstOffset ?? this.#nextOffset;
  }

  /** One more than the last durable offset. */
  get nextOffset(): number {
    return this.#nextOffset;
  }

  /**
   * Resolves with the first entry's offset when all of them are on disk (fdatasync; concurrent calls share one). Either
   * all entries of a call are appended or none: a failed write (`ENOSPC`, `EIO`) rejects and is taken back. Times never
   * go back: an entry earlier than the one before it gets that one's time.
   */
  append(entries: readonly NewEntry[]): Promise<number> {
    if (this.#closed) return Promise.reject(new Error(`the log ${this.#directory} is closed`));
    if (entries.length === 0) return Promise.resolve(this.#nextOffset);
    const { frame, maxTime } = encodeFrame(entries, this.#lastWaitingTime);
    this.#lastWaitingTime = maxTime;
    return this.#committer.commit(frame);
  }

  /**
   * The entries from `offset` on, in order, within both limits, but at least one if there is one. An offset that was
   * trimmed away reads from the first one that is left.
   */
  async read(offset: number, limit: { entries: number; bytes: number }): Promise<LogEntry[]> {
    const page = new Page(limit);
    for (let attempt = 1; ; attempt++) {
      const from = Math.max(offset, this.firstOffset);
      if (from >= this.#nextOffset) return [];
      const recent = this.#tail.from(from);
      if (recent) {
        for (const entry of recent) if (!page.add(entry)) break;
        return page.entries;
      }
      try {
        return await this.#readFiles(from, page);
      } catch (error) {
        // The files may have been trimmed away meanwhile: then the read begins where the log now begins.
        if (!isMissingFile(error) || attempt === 3) throw error;
        page.clear();
      }
    }
  }

  /** The first offset whose time is `time` (milliseconds) or later; the next offset if there is none. */
  async offsetAt(time: number): Promise<number> {
    if (time > this.#lastTime) return this.#nextOffset;
    let low = 0;
    let high = this.#segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      const header = await this.#segments[middle]?.firstHeader();
      if (header && header.maxTime < time) low = middle;
      else high = middle - 1;
    }
    for (const segment of this.#segments.slice(low)) {
      this.#keepFewIndexes(segment);
      for await (const frame of segment.framesAt(time)) {
        if (frame.maxTime < time) continue;
        for (const entry of entriesOf(frame.content, 0)) if (entry.time >= time) return entry.offset;
      }
    }
    return this.#nextOffset;
  }

  /** Deletes the files that hold only offsets before `offset`; the file that is written to always stays. */
  async trimBefore(offset: number): Promise<void> {
    for (;;) {
      const [first, second] = this.#segments;
      if (!first || !second || second.firstOffset > offset) return;
      this.#segments = this.#segments.slice(1);
      await rm(first.path, { force: true });
    }
  }

  /** Calls `listener` after each commit; returns what ends that. */
  onAppend(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Waits for the appends that were made; later ones are rejected. Reading stays possible. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#committer.idle();
    await this.#writer?.close();
    this.#writer = undefined;
    this.#listeners.clear();
  }

  #commitLog(): CommitLog {
    const log = this;
    return {
      get nextOffset() {
        return log.#nextOffset;
      },
      endsAt: (bytes) => bytes >= this.#segmentBytes,
      target: () => this.#writable(),
      add: (segment, frames) => {
        for (const { header, content } of frames) {
          segment.grow(header);
          this.#tail.push(header, content);
          this.#nextOffset = header.firstOffset + header.count;
          this.#lastTime = header.maxTime;
        }
      },
      announce: () => {
        for (const listener of this.#listeners) listener();
      },
    };
  }

  async #writable(): Promise<Target> {
    let segment = this.#segments.at(-1);
    if (segment && segment.bytes >= this.#segmentBytes) {
      await this.#writer?.close();
      this.#writer = undefined;
      segment = undefined;
    }
    if (!segment) {
      segment = new Segment(this.#directory, this.#nextOffset, 0);
      this.#writer = await SegmentWriter.create(segment.path, this.#directory, this.#openFile);
      this.#segments = [...this.#segments, segment];
      this.#keepFewIndexes(segment);
    }
    this.#writer ??= await SegmentWriter.open(segment.path, this.#openFile);
    await this.#writer.ready();
    return { writer: this.#writer, segment };
  }

  async #readFiles(offset: number, page: Page): Promise<LogEntry[]> {
    const from = this.#segments.findLastIndex((segment) => segment.firstOffset <= offset);
    const readBytes = Math.max(64 << 10, Math.min(1 << 20, page.bytesWanted));
    for (const segment of this.#segments.slice(from)) {
      this.#keepFewIndexes(segment);
      for await (const frame of segment.framesFrom(offset, readBytes)) {
        for (const entry of entriesOf(frame.content, offset)) if (!page.add(entry)) return page.entries;
      }
    }
    return page.entries;
  }

  /** Bounds the memory of indexes: only the newest segments and the one in use keep theirs. */
  #keepFewIndexes(used: Segment): void {
    const indexed = this.#segments.filter((segment) => segment.isIndexed && segment !== used);
    const writing = this.#segments.at(-1);
    for (const segment of indexed.slice(0, -indexedSegments)) if (segment !== writing) segment.forgetIndex();
  }
}

function isMissingFile(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
