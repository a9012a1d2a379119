import { type FrameHeader, headerOf, sealFrame } from './frame.ts';
import type { Segment } from './segment.ts';
import type { SegmentWriter } from './segment-writer.ts';

/** A frame that is on disk. */
export interface Committed {
  readonly header: FrameHeader;
  readonly content: Buffer;
}

export interface Target {
  readonly writer: SegmentWriter;
  readonly segment: Segment;
}

/** The log that frames are committed to. */
export interface CommitLog {
  /** The offset after the last durable entry. */
  readonly nextOffset: number;
  /** Whether the file ends here that is `bytes` long with what is being written. */
  endsAt(bytes: number): boolean;
  /** Where frames go; called while nothing is being written. */
  target(): Promise<Target>;
  /** Takes note of frames, in order. */
  add(segment: Segment, frames: readonly Committed[]): void;
  /** Told after the calls that appended have been answered. */
  announce(): void;
}

interface Waiting {
  readonly frame: Buffer;
  resolve(firstOffset: number): void;
  reject(error: unknown): void;
}

/** One write that is under way. */
interface Flight {
  readonly group: readonly Waiting[];
  readonly frames: readonly Committed[];
  readonly position: number;
  /** Never rejects. */
  readonly settled: Promise<void>;
  outcome: { readonly error?: unknown } | undefined;
}

const commitBytes = 16 << 20;

/**
 * When so much waits, it is not held back for the calls that are still to come in this turn of the event loop: the disk
 * would be idle meanwhile, and the event loop afterwards.
 */
const enoughBytes = 320 << 10;

/**
 * So many writes are under way at once: while the disk syncs one, the next is on its way to it. Each names its position, so
 * that it does not matter which one the system carries out first.
 */
const commitsAtOnce = 2;
/** As many as this when enough waits. */
const maxConcurrentCommits = 3;

/**
 * Brings frames to the disk in the order of the calls, several in one write, several writes at once. A call is answered
 * when its own write and all before it are durable; when one fails, so do those that were under way behind it.
 */
export class Committer {
  readonly #log: CommitLog;
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #flights: Flight[] = [];
  #target: Target | undefined;
  /** Where the next frame begins, behind those that are under way. */
  #offset = 0;
  #position = 0;
  #running: Promise<void> | undefined;
  #wake: () => void = () => {};
  #haveEnough: () => void = () => {};

  constructor(log: CommitLog) {
    this.#log = log;
  }

  /** Resolves with the offset of the frame's first entry. */
  commit(frame: Buffer): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ frame, resolve, reject });
      this.#waitingBytes += frame.length;
      if (this.#hasEnough()) this.#haveEnough();
      this.#running ??= this.#run();
      this.#wake();
    });
  }

  /** Waits until nothing is under way. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0 || this.#flights.length > 0) {
      if (this.#mayLaunch()) {
        if (!this.#hasEnough()) await this.#gathered();
        await this.#land();
        await this.#launch();
      } else if (!this.#flights[0]?.outcome) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
      await this.#land();
    }
    this.#running = undefined;
  }

  #mayLaunch(): boolean {
    const most = this.#hasEnough() ? maxConcurrentCommits : commitsAtOnce;
    return this.#waiting.length > 0 && this.#flights.length < most;
  }

  #hasEnough(): boolean {
    return this.#waitingBytes >= enoughBytes;
  }

  /** Calls that arrive in the same turn of the event loop share one commit, up to a size: each costs a write and a sync. */
  #gathered(): Promise<void> {
    return new Promise((resolve) => {
      this.#haveEnough = resolve;
      setImmediate(resolve);
    });
  }

  async #launch(): Promise<void> {
    if (!this.#target || this.#log.endsAt(this.#position)) await this.#quiet();
    const group = this.#takeGroup();
    try {
      if (this.#flights.length === 0) {
        this.#target = await this.#log.target();
        this.#offset = this.#log.nextOffset;
        this.#position = this.#target.segment.bytes;
      }
    } catch (error) {
      for (const { reject } of group) reject(error);
      return;
    }
    if (this.#target) this.#flights.push(this.#start(group, this.#target));
  }

  #start(group: readonly Waiting[], { writer }: Target): Flight {
    const position = this.#position;
    const frames = group.map(({ frame }) => {
      sealFrame(frame, this.#offset);
      const header = headerOf(frame);
      this.#offset += header.count;
      this.#position += header.bytes;
      return { header, content: frame };
    });
    const buffers = group.map(({ frame }) => frame);
    const settle = (outcome: Flight['outcome']) => {
      flight.outcome = outcome;
      this.#wake();
    };
    const settled = writer.write(buffers, position).then(
      () => settle({}),
      (error) => settle({ error }),
    );
    const flight: Flight = { group, frames, position, settled, outcome: undefined };
    return flight;
  }

  /** Answers what has come to an end, the oldest first. */
  async #land(): Promise<void> {
    for (let flight = this.#flights[0]; flight?.outcome && this.#target; flight = this.#flights[0]) {
      if ('error' in flight.outcome) return this.#takeBack(this.#target, flight.outcome.error);
      this.#flights.shift();
      this.#log.add(this.#target.segment, flight.frames);
      for (const [index, { header }] of flight.frames.entries()) flight.group[index]?.resolve(header.firstOffset);
      this.#log.announce();
    }
  }

  /** What was written behind the place that failed cannot stay either: there would be a hole before it. */
  async #takeBack({ writer }: Target, error: unknown): Promise<void> {
    await Promise.all(this.#flights.map(({ settled }) => settled));
    const failed = this.#flights;
    this.#flights = [];
    await writer.takeBack(failed[0]?.position ?? 0);
    for (const { group } of failed) for (const { reject } of group) reject(error);
  }

  async #quiet(): Promise<void> {
    await Promise.all(this.#flights.map(({ settled }) => settled));
    await this.#land();
  }

  #takeGroup(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { frame } of this.#waiting) {
      if (count > 0 && bytes > commitBytes) break;
      bytes += frame.length;
      count++;
    }
    this.#waitingBytes -= bytes;
    return this.#waiting.splice(0, count);
  }
}
