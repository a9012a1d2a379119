import { WakeUp } from '../../firehose/wake-up.ts';
import type { StreamRecord } from '../../kinesis/stream-reader.ts';
import type { ShardPosition } from './checkpoints.ts';
import { Lanes } from './lanes.ts';
import type { MappingSettings } from './mapping-settings.ts';
import { type BatchDependencies, runBatch } from './run-batch.ts';
import type { SourceShardReader } from './stream-source.ts';

export interface ShardDependencies extends Omit<BatchDependencies, 'onDone'> {
  readonly settings: MappingSettings;
  readonly reader: SourceShardReader;
  /** Whether the function gets the record. */
  passes(record: StreamRecord): boolean;
  isClosed(): boolean;
  /** Batches do not wait for more records. */
  isFlushing(): boolean;
  /** A number that grows with each call. */
  nextMoment(): number;
  /** Resolves when it is on disk. */
  onPosition(position: ShardPosition): Promise<void>;
  /** Something that is not the function's doing holds the shard up; undefined: not any more. */
  onProblem(error: unknown): void;
}

/** AWS looks for records once a second. https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html */
const pollIntervalMs = 1000;
/** What GetRecords of Kinesis answers at most. */
const maxRecordsPerRead = 10_000;

/** Takes the records of one shard to the function, in order, until all of a closed shard is done. */
export class ShardRun {
  readonly #dependencies: ShardDependencies;
  readonly #windowMs: number;
  readonly #lanes: Lanes;
  readonly #running = new Set<Promise<void>>();
  readonly #wakeUp = new WakeUp();
  #after: string | undefined;
  #hasEnded = false;
  #atTip = false;
  /** The moment before which everything that had arrived has been read. */
  #readUntil = 0;

  constructor(dependencies: ShardDependencies, { after }: ShardPosition) {
    this.#dependencies = dependencies;
    this.#windowMs = dependencies.settings.windowSeconds * 1000;
    this.#lanes = new Lanes(dependencies.settings);
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

  /** Ends its sleep: there are new records, a batch is done, a flush is requested, or the mapping is closed. */
  wake(): void {
    this.#wakeUp.notify();
  }

  async run(): Promise<void> {
    const { isClosed, onProblem } = this.#dependencies;
    while (!isClosed() && !(this.#hasEnded && this.#lanes.areEmpty)) {
      try {
        await this.#read();
        onProblem(undefined);
      } catch (error) {
        this.#atTip = true;
        onProblem(error);
      }
      this.#begin();
      await this.#wakeUp.sleep(this.#sleepMs());
    }
    await Promise.all(this.#running);
  }

  async #read(): Promise<void> {
    const { reader, nextMoment, isFlushing, now, passes } = this.#dependencies;
    if (this.#hasEnded) return;
    do {
      const { capacity } = this.#lanes;
      if (capacity === 0) return;
      const before = nextMoment();
      const read = await reader.read(Math.min(capacity, maxRecordsPerRead));
      this.#atTip = read?.atTip ?? true;
      if (!read) return;
      this.#lanes.add(read.records, now(), passes);
      this.#hasEnded = read.ended;
      const skipped = read.records.filter((record) => !passes(record));
      if (skipped.length > 0) await this.#onDone(skipped);
      if (read.atTip) this.#readUntil = before;
      if (read.ended && this.#lanes.areEmpty) await this.#moveTo(undefined);
    } while (!this.#atTip && !isFlushing() && !this.#dependencies.isClosed());
  }

  /** Begins the batches that are full or have waited long enough. */
  #begin(): void {
    const { now, isFlushing, isClosed, onProblem } = this.#dependencies;
    if (isClosed()) return;
    const due = this.#hasEnded || isFlushing() ? Number.POSITIVE_INFINITY : now() - this.#windowMs;
    for (let batch = this.#lanes.take(due); batch; batch = this.#lanes.take(due)) {
      const { records, release } = batch;
      const run = runBatch(records, { ...this.#dependencies, onDone: (done) => this.#onDone(done) })
        .then(release)
        // Its lane stays busy: nothing may overtake it. Only the end of the mapping comes here.
        .catch((error: unknown) => {
          if (!isClosed()) onProblem(error);
        })
        .finally(() => {
          this.#running.delete(run);
          this.wake();
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
    return this.#dependencies.onPosition({
      ...(this.#after !== undefined && { after: this.#after }),
      ...(ended && { ended: true }),
    });
  }

  #sleepMs(): number {
    if (!this.#atTip && this.#lanes.capacity > 0) return 0;
    const since = this.#lanes.waitingSince;
    if (since === undefined) return this.#lanes.capacity > 0 ? pollIntervalMs : Number.POSITIVE_INFINITY;
    return Math.max(0, Math.min(pollIntervalMs, since + this.#windowMs - this.#dependencies.now()));
  }
}
