import type { WakeUp } from '../../firehose/wake-up.ts';
import type { StreamRecord } from '../../kinesis/stream-reader.ts';
import type { ShardPosition } from './checkpoints.ts';
import { Lanes } from './lanes.ts';
import type { MappingSettings } from './mapping-settings.ts';
import { type BatchWorld, runBatch } from './run-batch.ts';
import type { SourceShardReader } from './stream-source.ts';

export interface ShardWorld extends Omit<BatchWorld, 'onDone'> {
  readonly settings: MappingSettings;
  readonly reader: SourceShardReader;
  /** Whether the function gets the record. */
  passes(record: StreamRecord): boolean;
  /** What ends a wait: new records, a batch that is through, a flush, the end. */
  readonly wakeUp: WakeUp;
  isClosed(): boolean;
  /** Batches do not wait for more records. */
  isFlushing(): boolean;
  /** A number that grows with each call: a moment. */
  tick(): number;
  /** Resolves when it is on disk. */
  onPosition(position: ShardPosition): Promise<void>;
  /** Something that is not the function's doing holds the shard up; undefined: not any more. */
  onProblem(error: unknown): void;
}

/** AWS looks for records once a second. https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html */
const pollMilliseconds = 1000;
/** What GetRecords of Kinesis answers at most. */
const maxRecordsPerRead = 10_000;

/** Takes the records of one shard to the function, in order, until all of a closed shard is done. */
export class ShardRun {
  readonly #world: ShardWorld;
  readonly #windowMilliseconds: number;
  readonly #lanes: Lanes;
  readonly #running = new Set<Promise<void>>();
  #after: string | undefined;
  #hasEnded = false;
  #atTip = false;
  /** The moment before which everything that had arrived has been read. */
  #readUntil = 0;

  constructor(world: ShardWorld, { after }: ShardPosition) {
    this.#world = world;
    this.#windowMilliseconds = world.settings.windowSeconds * 1000;
    this.#lanes = new Lanes(world.settings);
    this.#after = after;
  }

  /** Whether everything that had arrived at the moment is done; never of a closed shard, whose children go on. */
  isThrough(moment: number): boolean {
    return this.#lanes.areEmpty && !this.#hasEnded && this.#readUntil >= moment;
  }

  /**
   * Whether new records should end its sleep: not while a batch gathers or runs, which looks for them by itself, so that
   * it makes few and large reads.
   */
  get isHungry(): boolean {
    return this.#lanes.capacity > 0 && !this.#lanes.areGathering;
  }

  async run(): Promise<void> {
    const { wakeUp, isClosed, onProblem } = this.#world;
    while (!isClosed() && !(this.#hasEnded && this.#lanes.areEmpty)) {
      try {
        await this.#read();
        onProblem(undefined);
      } catch (error) {
        this.#atTip = true;
        onProblem(error);
      }
      this.#begin();
      await wakeUp.sleep(this.#restMilliseconds());
    }
    await Promise.all(this.#running);
  }

  async #read(): Promise<void> {
    const { reader, tick, isFlushing, now, passes } = this.#world;
    if (this.#hasEnded) return;
    do {
      const { capacity } = this.#lanes;
      if (capacity === 0) return;
      const before = tick();
      const read = await reader.read(Math.min(capacity, maxRecordsPerRead));
      this.#atTip = read?.atTip ?? true;
      if (!read) return;
      this.#lanes.add(read.records, now(), passes);
      this.#hasEnded = read.ended;
      const skipped = read.records.filter((record) => !passes(record));
      if (skipped.length > 0) await this.#onDone(skipped);
      if (read.atTip) this.#readUntil = before;
      if (read.ended && this.#lanes.areEmpty) await this.#moveTo(undefined);
    } while (!this.#atTip && !isFlushing() && !this.#world.isClosed());
  }

  /** Begins the batches that are full or have waited long enough. */
  #begin(): void {
    const { now, isFlushing, wakeUp, isClosed, onProblem } = this.#world;
    if (isClosed()) return;
    const due = this.#hasEnded || isFlushing() ? Number.POSITIVE_INFINITY : now() - this.#windowMilliseconds;
    for (let batch = this.#lanes.take(due); batch; batch = this.#lanes.take(due)) {
      const { records, release } = batch;
      const run = runBatch(records, { ...this.#world, onDone: (done) => this.#onDone(done) })
        .then(release)
        // Its lane stays busy: nothing may overtake it. Only the end of the mapping comes here.
        .catch((error: unknown) => {
          if (!isClosed()) onProblem(error);
        })
        .finally(() => {
          this.#running.delete(run);
          wakeUp.notify();
        });
      this.#running.add(run);
    }
  }

  async #onDone(records: readonly StreamRecord[]): Promise<void> {
    const last = this.#lanes.done(records);
    if (last) await this.#moveTo(last.sequenceNumber);
  }

  #moveTo(after: string | undefined): Promise<void> {
    this.#after = after ?? this.#after;
    const ended = this.#hasEnded && this.#lanes.areEmpty;
    return this.#world.onPosition({
      ...(this.#after !== undefined && { after: this.#after }),
      ...(ended && { ended: true }),
    });
  }

  #restMilliseconds(): number {
    if (!this.#atTip && this.#lanes.capacity > 0) return 0;
    const since = this.#lanes.waitingSince;
    if (since === undefined) return this.#lanes.capacity > 0 ? pollMilliseconds : Number.POSITIVE_INFINITY;
    return Math.max(0, Math.min(pollMilliseconds, since + this.#windowMilliseconds - this.#world.now()));
  }
}
