import type { DuckDBInstance } from '@duckdb/node-api';
import { errorMessage } from '../../error-message.ts';
import type { Runtime } from '../../runtime.ts';
import { ServiceError } from '../../service.ts';
import { codeOf } from '../s3/durable-files.ts';
import { Batch, type Counts } from './batch.ts';
import { type ChunkSettings, Chunks, Closed } from './chunks.ts';
import type { StreamConfiguration } from './configuration.ts';
import { ErrorLog } from './error-log.ts';
import { Flushes } from './flushes.ts';
import type { Outcome } from './lambda-answer.ts';
import { type Manifest, Progress, type State } from './progress.ts';
import { publish } from './publication.ts';
import type { Source, SourceRecord } from './source.ts';
import { readColumns } from './table-schema.ts';
import { Transformation } from './transformation.ts';
import { WakeUp } from './wake-up.ts';

export interface DeliveryStatus {
  readonly name: string;
  /** Acknowledged and not delivered; for a Kinesis source only what was read already. */
  readonly bufferedRecords: number;
  readonly deliveredRecords: number;
  /** In the error output. */
  readonly failedRecords: number;
  readonly droppedRecords: number;
  readonly lastDelivery?: Date;
  /** What holds delivery up now. */
  readonly lastError?: string;
  /** Why it takes no records now. */
  readonly refuses?: string;
}

export interface DeliverySettings {
  readonly configuration: StreamConfiguration;
  readonly runtime: Runtime;
  readonly source: Source;
  readonly directory: string;
  readonly openDuckDb: () => Promise<DuckDBInstance>;
  /** How long to wait before a failed attempt is made again, in milliseconds, by its number from 1. */
  readonly retryMilliseconds: (attempt: number) => number;
}

/** Records that need no transformation are spooled by as much. */
const bytesWithoutFunction = 1 << 20;
/** A batch is not made smaller than this, however full the disk is. */
const smallestBatchBytes = 1 << 20;

/**
 * Takes one delivery stream's records from its source to its bucket, each exactly once. A batch is read, transformed and
 * spooled as records come; when its time or size is reached, it is decided by a manifest on disk, published, and the
 * position moves on. Dying before the manifest forgets the batch and reads it again; dying after it finishes the
 * manifest first. A failing service holds this stream up, and only this one, and nothing is given up.
 */
export class Delivery {
  readonly #settings: DeliverySettings;
  readonly #progress: Progress;
  readonly #log: ErrorLog;
  readonly #transformation: Transformation | undefined;
  readonly #wakeUp = new WakeUp();
  readonly #flushes: Flushes;
  readonly #chunks: Chunks;
  #state: State;
  #open: Batch | undefined;
  #running: Promise<void> | undefined;
  #lastError: string | undefined;
  #failures = 0;
  /** Where a batch ends: before the configured size while the disk has no room for a whole one. */
  #batchBytes: number;

  private constructor(settings: DeliverySettings, progress: Progress, state: State) {
    this.#settings = settings;
    this.#progress = progress;
    this.#state = state;
    const { configuration, runtime, source } = settings;
    const { processors, prefix, buffer } = configuration.destination;
    this.#batchBytes = buffer.bytes;
    this.#log = new ErrorLog(runtime, configuration.arn, configuration.destination);
    this.#transformation =
      processors.lambda &&
      new Transformation(
        runtime.services,
        {
          lambda: processors.lambda,
          deliveryStreamArn: configuration.arn,
          sourceKinesisStreamArn: configuration.kinesis?.streamArn,
          region: runtime.region,
          partitionKeys: prefix.partitionKeys,
        },
        {
          pause: (attempt) => this.#pause(attempt),
          onFailure: ({ code, message }) => void this.#log.write(code, message),
        },
      );
    this.#flushes = new Flushes(source);
    this.#chunks = new Chunks(source, chunkSettings(settings), {
      clock: runtime.clock,
      flushes: this.#flushes,
      wakeUp: this.#wakeUp,
    });
    source.onData(() => this.#wakeUp.notify());
  }

  static async open(settings: DeliverySettings): Promise<Delivery> {
    const progress = new Progress(settings.directory);
    let state = await progress.readState();
    if (!state) {
      // On disk before the first record can arrive: a Kinesis source begins at this moment, whenever it first succeeds.
      state = { position: settings.source.initial(), delivered: 0, dropped: 0, failed: 0 };
      await progress.writeState(state);
    }
    settings.source.seek(state.position);
    return new Delivery(settings, progress, state);
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /**
   * Resolves when everything acknowledged before the call is delivered. Rejects with what holds delivery up, if the
   * attempt after the call fails; delivery is then still tried again.
   */
  flush(): Promise<void> {
    if (this.#chunks.isClosed || !this.#running) return Promise.resolve();
    const flushed = this.#flushes.wait();
    this.#wakeUp.notify();
    return flushed;
  }

  status(): DeliveryStatus {
    const { position, delivered, dropped, failed, lastDelivery } = this.#state;
    return {
      name: this.#settings.configuration.name,
      bufferedRecords: this.#settings.source.countAfter(position) ?? this.#open?.records ?? 0,
      deliveredRecords: delivered,
      droppedRecords: dropped,
      failedRecords: failed,
      ...(lastDelivery !== undefined && { lastDelivery: new Date(lastDelivery) }),
      ...(this.#lastError !== undefined && { lastError: this.#lastError }),
    };
  }

  /** Stops without delivering what is buffered: it stays in the source. */
  async close(): Promise<void> {
    this.#chunks.isClosed = true;
    this.#wakeUp.notify();
    await this.#running;
    this.#flushes.failed(new Error('the delivery stream is closed'));
    await this.#settings.source.close();
  }

  async #run(): Promise<void> {
    while (!this.#chunks.isClosed) {
      try {
        await this.#finishManifest();
        await this.#deliverBatch();
        this.#flushes.delivered();
      } catch (error) {
        if (error instanceof Closed) return;
        await this.#dropStaging();
        if (isDiskFull(error) && this.#batchBytes > smallestBatchBytes) {
          this.#batchBytes = Math.max(smallestBatchBytes, this.#batchBytes / 8);
          continue;
        }
        await this.#takeNote(error);
        this.#flushes.failed(error);
        await this.#rest(this.#settings.retryMilliseconds(++this.#failures), () => this.#flushes.areWaiting);
      } finally {
        this.#open = undefined;
      }
    }
  }

  /** A batch that failed is read again: what it has on disk is only in the way of those who need room there. */
  async #dropStaging(): Promise<void> {
    try {
      if (!(await this.#progress.readManifest())) await this.#progress.clearStaging();
    } catch {
      // The next attempt does the same and says what is wrong.
    }
  }

  /** What a crash or a refusal left half done. */
  async #finishManifest(): Promise<void> {
    const manifest = await this.#progress.readManifest();
    if (manifest) await this.#finish(manifest);
  }

  async #finish(manifest: Manifest): Promise<void> {
    await publish(this.#settings.runtime, manifest);
    await this.#progress.writeState(manifest.state);
    await this.#progress.removeManifest();
    this.#state = manifest.state;
    this.#failures = 0;
    this.#lastError = undefined;
    await this.#settings.source.release(manifest.state.position);
  }

  async #deliverBatch(): Promise<void> {
    const { source, runtime, configuration, openDuckDb } = this.#settings;
    const { conversion } = configuration.destination;
    await this.#progress.clearStaging();
    source.seek(this.#state.position);
    const first = await this.#chunks.next();
    if (!first) return;
    const columns = conversion && (await readColumns(runtime.services, conversion, runtime));
    const settings = {
      streamName: configuration.name,
      destination: configuration.destination,
      directory: this.#progress.stagingDirectory,
      runtime,
      openDuckDb,
    };
    const batch = new Batch(settings, columns);
    this.#open = batch;
    await this.#add(batch, first.records);
    let { deadline } = first;
    while (batch.bytes < this.#batchBytes) {
      const chunk = await this.#chunks.next(deadline);
      if (!chunk) break;
      deadline = chunk.deadline;
      await this.#add(batch, chunk.records);
    }
    const failedBefore = batch.counts.failed;
    const objects = await batch.seal();
    const unconvertible = batch.counts.failed - failedBefore;
    if (unconvertible > 0) {
      await this.#log.write('DataFormatConversion.MalformedData', `${unconvertible} records do not match the schema.`);
    }
    const manifest = { objects, state: this.#stateAfter(batch.counts) };
    await this.#progress.writeManifest(manifest);
    await this.#finish(manifest);
    this.#batchBytes = Math.min(configuration.destination.buffer.bytes, this.#batchBytes * 2);
  }

  async #add(batch: Batch, records: readonly SourceRecord[]): Promise<void> {
    const untouched = ({ data }: SourceRecord): Outcome => ({ kind: 'ok', data, partitionKeys: {} });
    await batch.add(records, (await this.#transformation?.run(records)) ?? records.map(untouched));
  }

  #stateAfter({ delivered, dropped, failed }: Counts): State {
    return {
      position: this.#settings.source.position(),
      delivered: this.#state.delivered + delivered,
      dropped: this.#state.dropped + dropped,
      failed: this.#state.failed + failed,
      lastDelivery: this.#settings.runtime.clock.now(),
    };
  }

  async #takeNote(error: unknown): Promise<void> {
    const { configuration, runtime } = this.#settings;
    const message = errorMessage(error);
    if (this.#lastError !== message)
      runtime.log(`firehose ${configuration.name}: delivery waits and is tried again: ${message}`);
    this.#lastError = message;
    await this.#log.write(error instanceof ServiceError ? error.code : 'InternalError', message);
  }

  async #pause(attempt: number): Promise<void> {
    await this.#rest(this.#settings.retryMilliseconds(attempt), () => false);
    if (this.#chunks.isClosed) throw new Closed();
  }

  /** New records end a sleep, but not this rest. */
  async #rest(milliseconds: number, isOver: () => boolean): Promise<void> {
    let until = Number.POSITIVE_INFINITY;
    while (!this.#chunks.isClosed && !isOver()) {
      const now = this.#settings.runtime.clock.now();
      // A clock that is set back does not make the rest longer.
      until = Math.min(until, now + milliseconds);
      const left = until - now;
      if (left <= 0) return;
      await this.#wakeUp.sleep(left);
    }
  }
}

/** DuckDB has no codes for what the system refused. */
function isDiskFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(codeOf(error) ?? '') || /no space left on device/i.test(String(error));
}

function chunkSettings({ configuration, runtime }: DeliverySettings): ChunkSettings {
  const { buffer, processors } = configuration.destination;
  return {
    bytes: processors.lambda?.bufferBytes ?? bytesWithoutFunction,
    milliseconds: (processors.lambda?.bufferSeconds ?? Number.POSITIVE_INFINITY) * 1000,
    batchMilliseconds: Math.min(buffer.seconds, runtime.bufferSeconds ?? Number.POSITIVE_INFINITY) * 1000,
  };
}
