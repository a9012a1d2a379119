import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { type FrameHeader, frameHeaderBytes, isIntact, readFrameHeader } from './frame.ts';

const chunkBytes = 1 << 20;
const markEveryBytes = 64 << 10;
const suffix = '.log';

/** A place in a segment where a frame begins. */
interface Mark {
  readonly offset: number;
  readonly position: number;
  readonly maxTime: number;
}

interface Frame extends FrameHeader {
  readonly position: number;
  readonly content: Buffer;
}

/** One file of the log, named by its first offset, with a sparse index that is built when it is first needed. */
export class Segment {
  readonly firstOffset: number;
  readonly path: string;
  /** Length of what is known to be good and durable. */
  bytes: number;
  #marks: Mark[] | undefined;

  constructor(directory: string, firstOffset: number, bytes: number) {
    this.firstOffset = firstOffset;
    this.path = join(directory, `${String(firstOffset).padStart(16, '0')}${suffix}`);
    this.bytes = bytes;
    if (bytes === 0) this.#marks = [];
  }

  /** The first offset that a file's name says; undefined for a file that is no segment. */
  static firstOffsetOf(name: string): number | undefined {
    return /^\d{16}\.log$/.test(name) ? Number(name.slice(0, -suffix.length)) : undefined;
  }

  get isIndexed(): boolean {
    return this.#marks !== undefined;
  }

  forgetIndex(): void {
    this.#marks = undefined;
  }

  /** Takes note of a frame that has become durable at the end of this segment. */
  grow(header: FrameHeader): void {
    if (this.#marks) this.#mark(this.#marks, header, this.bytes);
    this.bytes += header.bytes;
  }

  /**
   * Reads every frame with its checksum, and so finds where the good part ends: `bytes` becomes that length.
   * Returns the last frame's header.
   */
  async verify(): Promise<FrameHeader | undefined> {
    const marks: Mark[] = [];
    let last: Frame | undefined;
    for await (const frame of this.#scan(0)) {
      this.#mark(marks, frame, frame.position);
      last = frame;
    }
    this.bytes = last ? last.position + last.bytes : 0;
    this.#marks = marks;
    return last;
  }

  /** The frames from the one that holds `offset` on, up to the durable end. Throws where the file is damaged. */
  async *framesFrom(offset: number, readBytes = chunkBytes): AsyncGenerator<Frame> {
    const marks = await this.#index();
    yield* this.#intact(before(marks, (mark) => mark.offset <= offset)?.position ?? 0, readBytes);
  }

  /** The frames from the first one that may hold an entry of `time` or later. */
  async *framesAt(time: number): AsyncGenerator<Frame> {
    const marks = await this.#index();
    yield* this.#intact(before(marks, (mark) => mark.maxTime < time)?.position ?? 0, chunkBytes);
  }

  /** The header of the first frame; undefined while the segment is empty. */
  async firstHeader(): Promise<FrameHeader | undefined> {
    if (this.bytes === 0) return undefined;
    const file = await open(this.path, 'r');
    try {
      const { buffer } = await file.read(Buffer.alloc(frameHeaderBytes), 0, frameHeaderBytes, 0);
      return readFrameHeader(buffer, 0);
    } finally {
      await file.close();
    }
  }

  async #index(): Promise<readonly Mark[]> {
    if (!this.#marks) {
      const marks: Mark[] = [];
      for await (const frame of this.#intact(0, chunkBytes)) this.#mark(marks, frame, frame.position);
      this.#marks = marks;
    }
    return this.#marks;
  }

  #mark(marks: Mark[], header: FrameHeader, position: number): void {
    const last = marks.at(-1);
    if (last && position - last.position < markEveryBytes) return;
    marks.push({ offset: header.firstOffset, position, maxTime: header.maxTime });
  }

  async *#intact(from: number, readBytes: number): AsyncGenerator<Frame> {
    const end = this.bytes;
    let position = from;
    for await (const frame of this.#scan(from, end, readBytes)) {
      yield frame;
      position = frame.position + frame.bytes;
    }
    if (position < end) throw new Error(`${this.path} is damaged at byte ${position}`);
  }

  /** Frame by frame in chunks, so that a file is never in memory whole; stops before what is torn or damaged. */
  async *#scan(from: number, end = this.bytes, readBytes = chunkBytes): AsyncGenerator<Frame> {
    if (from >= end) return;
    const file = await open(this.path, 'r');
    try {
      let start = from;
      let wanted = readBytes;
      while (start < end) {
        const length = Math.min(wanted, end - start);
        const chunk = await readUpTo(file, start, length);
        let position = 0;
        let header = readFrameHeader(chunk, position);
        while (header && position + header.bytes <= chunk.length) {
          const content = chunk.subarray(position, position + header.bytes);
          if (!isIntact(content)) return;
          yield { ...header, position: start + position, content };
          position += header.bytes;
          header = readFrameHeader(chunk, position);
        }
        if (chunk.length < length) return;
        const isTorn = header ? start + position + header.bytes > end : chunk.length - position >= frameHeaderBytes;
        if (isTorn || (!header && start + chunk.length >= end)) return;
        wanted = Math.max(readBytes, header?.bytes ?? 0);
        start += position;
      }
    } finally {
      await file.close();
    }
  }
}

/** `length` bytes, or fewer where the file ends before. */
async function readUpTo(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/** The last mark for which `holds` is true; it is true for a first part of the marks. */
function before(marks: readonly Mark[], holds: (mark: Mark) => boolean): Mark | undefined {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const mark = marks[middle];
    if (mark && holds(mark)) low = middle + 1;
    else high = middle;
  }
  return marks[low - 1];
}
