import type { Clock } from '../../runtime.ts';
import type { Flushes } from './flushes.ts';
import type { Source, SourceRecord } from './source.ts';
import { maxPayloadBytes, payloadBytes } from './transformation.ts';
import type { WakeUp } from './wake-up.ts';

/** Records that are transformed together. */
export interface Chunk {
  readonly records: SourceRecord[];
  /** When the batch ends that they begin or belong to, milliseconds since the epoch. */
  readonly deadline: number;
}

export interface ChunkSettings {
  /** The size of one invocation of the function. */
  readonly bytes: number;
  /** How long its records wait for more. */
  readonly milliseconds: number;
  /** How long a batch waits for more. */
  readonly batchMilliseconds: number;
}

/** Thrown where reading stops because the delivery stream is closed. */
export class Closed extends Error {}

/** The size of one read from the source. */
const maxReadBytes = 1 << 20;

/** Gathers a source's records into chunks. */
export class Chunks {
  readonly #source: Source;
  readonly #settings: ChunkSettings;
  readonly #clock: Clock;
  readonly #flushes: Flushes;
  readonly #wakeUp: WakeUp;
  isClosed = false;

  constructor(source: Source, settings: ChunkSettings, shared: { clock: Clock; flushes: Flushes; wakeUp: WakeUp }) {
    this.#source = source;
    this.#settings = settings;
    this.#clock = shared.clock;
    this.#flushes = shared.flushes;
    this.#wakeUp = shared.wakeUp;
  }

  /**
   * The records of one invocation: as many as its buffer holds, or what there is at the deadline of the batch, or at
   * once when somebody waits for a flush. Undefined when the batch ends: its time is over, or a flush has all it needs.
   * A batch without records has no deadline (infinity): its first record sets it.
   */
  async next(batchDeadline = Number.POSITIVE_INFINITY): Promise<Chunk | undefined> {
    const { milliseconds, batchMilliseconds } = this.#settings;
    const records: SourceRecord[] = [];
    let bytes = 0;
    let payload = 0;
    let deadline = batchDeadline;
    let chunkDeadline = batchDeadline;
    for (;;) {
      if (this.isClosed) throw new Closed();
      const more = await this.#source.read(Math.max(1, Math.min(this.#settings.bytes - bytes, maxReadBytes)));
      const now = this.#clock.now();
      // Set by the first record; afterwards only a clock that was set back changes them, or records would wait for it.
      if (deadline < Number.POSITIVE_INFINITY || more.length > 0)
        deadline = Math.min(deadline, now + batchMilliseconds);
      chunkDeadline = Math.min(chunkDeadline, deadline);
      if (records.length > 0 || more.length > 0) chunkDeadline = Math.min(chunkDeadline, now + milliseconds);
      for (const record of more) {
        bytes += record.data.length;
        payload += payloadBytes(record);
        records.push(record);
      }
      const isFull = bytes >= this.#settings.bytes || payload >= maxPayloadBytes;
      const isDue = now >= chunkDeadline || (more.length === 0 && this.#flushes.areWaiting);
      if (records.length > 0 && (isFull || isDue)) return { records, deadline };
      if (more.length > 0) continue;
      if (now >= deadline || (this.#flushes.areWaiting && this.#flushes.areReached)) return undefined;
      await this.#wakeUp.sleep(
        Math.min(chunkDeadline - now, this.#source.pollMilliseconds ?? Number.POSITIVE_INFINITY),
      );
    }
  }
}
