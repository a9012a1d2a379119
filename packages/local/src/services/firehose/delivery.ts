import type { DuckDBInstance } from '@duckdb/node-api';
import type { Runtime } from '../../runtime.ts';
import { Batch, type Counts } from './batch.ts';
import { BatchSize } from './batch-size.ts';
import { chunkSettings } from './chunk-settings.ts';
import { Chunks, Closed } from './chunks.ts';
import type { StreamConfiguration } from './configuration.ts';
import { createTransformation } from './create-transformation.ts';
import type { DeliveryStatus } from './delivery-status.ts';
import { ErrorLog } from './error-log.ts';
import { Failures } from './failures.ts';
import { fillBatch } from './fill-batch.ts';
import { Flushes } from './flushes.ts';
import { type Manifest, Progress, type State } from './progress.ts';
import { publish } from './publication.ts';
import { RetryDelay } from './retry-delay.ts';
import type { Source } from './source.ts';
import { readColumns } from './table-schema.ts';
import type { Transformation } from './transformation.ts';
import { WakeUp } from './wake-up.ts';

export interface DeliverySettings {
  readonly configuration: StreamConfiguration;
  readonly runtime: Runtime;
  readonly source: Source;
  readonly directory: string;
  readonly openDuckDb: () => Promise<DuckDBInstance>;
  /** The delay in milliseconds before a failed attempt is repeated, by its number from 1. */
  readonly retryMilliseconds: (attempt: number) => number;
}

/**
 * Delivers each record of one delivery stream from its source to its bucket exactly once. Records are read, transformed
 * and spooled into a batch as they come. When the batch is full or due, a manifest on disk fixes what it delivers; then
 * its objects are published and the position advances. A batch without a manifest is read again after a crash; one with
 * a manifest is published first. A failing service delays only this delivery stream, and no record is given up.
 */
export class Delivery {
  readonly #settings: DeliverySettings;
  readonly #progress: Progress;
  readonly #errorLog: ErrorLog;
  readonly #transformation: Transformation | undefined;
  readonly #wakeUp = new WakeUp();
  readonly #flushes: Flushes;
  readonly #chunks: Chunks;
  readonly #failures: Failures;
  readonly #retryDelay: RetryDelay;
  readonly #batchSize: BatchSize;
  #state: State;
  #open: Batch | undefined;
  #running: Promise<void> | undefined;

  private constructor(settings: DeliverySettings, progress: Progress, state: State) {
    this.#settings = settings;
    this.#progress = progress;
    this.#state = state;
    const { configuration, runtime, source, retryMilliseconds } = settings;
    const { clock } = runtime;
    const { destination } = configuration;
    const wakeUp = this.#wakeUp;
    this.#batchSize = new BatchSize(destination.buffer.bytes);
    this.#flushes = new Flushes(source);
    this.#chunks = new Chunks(source, chunkSettings(destination, runtime), { clock, flushes: this.#flushes, wakeUp });
    this.#retryDelay = new RetryDelay({ clock, wakeUp, isClosed: () => this.#chunks.isClosed, retryMilliseconds });
    this.#errorLog = new ErrorLog(runtime, configuration.arn, destination);
    this.#failures = new Failures({
      streamName: configuration.name,
      errorLog: this.#errorLog,
      log: (line) => runtime.log(line),
    });
    this.#transformation = createTransformation(configuration, runtime, {
      pause: (attempt) => this.#retryDelay.waitOrThrow(attempt),
      onFailure: ({ code, message }) => void this.#errorLog.write(code, message),
    });
    source.onData(() => wakeUp.notify());
  }

  static async open(settings: DeliverySettings): Promise<Delivery> {
    const progress = new Progress(settings.directory);
    let state = await progress.readState();
    if (!state) {
      // Written before the first record can arrive: a Kinesis source starts at this moment, even if its first read is late.
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
   * Resolves when everything acknowledged before the call is delivered. Rejects if the next attempt fails; delivery is
   * then still tried again.
   */
  flush(): Promise<void> {
    if (this.#chunks.isClosed || !this.#running) return Promise.resolve();
    const flushed = this.#flushes.wait();
    this.#wakeUp.notify();
    return flushed;
  }

  status(): DeliveryStatus {
    const { position, delivered, dropped, failed, lastDelivery } = this.#state;
    const { lastError } = this.#failures;
    return {
      name: this.#settings.configuration.name,
      bufferedRecords: this.#settings.source.countAfter(position) ?? this.#open?.records ?? 0,
      deliveredRecords: delivered,
      droppedRecords: dropped,
      failedRecords: failed,
      ...(lastDelivery !== undefined && { lastDelivery: new Date(lastDelivery) }),
      ...(lastError !== undefined && { lastError }),
    };
  }

  /** Stops without delivering the buffered records: they stay in the source. */
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
        if (this.#batchSize.shrinkAfter(error)) continue;
        await this.#failures.record(error);
        this.#flushes.failed(error);
        await this.#retryDelay.wait(this.#failures.count, () => this.#flushes.areWaiting);
      } finally {
        this.#open = undefined;
      }
    }
  }

  /** A batch that failed is read again, so its files only waste disk space until then. */
  async #dropStaging(): Promise<void> {
    try {
      if (!(await this.#progress.readManifest())) await this.#progress.clearStaging();
    } catch {
      // The next attempt does the same and says what is wrong.
    }
  }

  /** Publishes the rest of a batch after a crash or a refusal. */
  async #finishManifest(): Promise<void> {
    const manifest = await this.#progress.readManifest();
    if (manifest) await this.#finish(manifest);
  }

  async #finish(manifest: Manifest): Promise<void> {
    await publish(this.#settings.runtime, manifest);
    await this.#progress.writeState(manifest.state);
    await this.#progress.removeManifest();
    this.#state = manifest.state;
    this.#failures.clear();
    await this.#settings.source.release(manifest.state.position);
  }

  async #deliverBatch(): Promise<void> {
    await this.#progress.clearStaging();
    this.#settings.source.seek(this.#state.position);
    const first = await this.#chunks.next();
    if (!first) return;
    const batch = await this.#createBatch();
    this.#open = batch;
    await fillBatch(batch, first, {
      chunks: this.#chunks,
      transformation: this.#transformation,
      maxBytes: this.#batchSize.maxBytes,
    });
    const manifest = await this.#seal(batch);
    await this.#progress.writeManifest(manifest);
    await this.#finish(manifest);
    this.#batchSize.growAfterDelivery();
  }

  async #createBatch(): Promise<Batch> {
    const { runtime, configuration, openDuckDb } = this.#settings;
    const { name, destination } = configuration;
    const { conversion } = destination;
    const columns = conversion && (await readColumns(runtime.services, conversion, runtime));
    const directory = this.#progress.stagingDirectory;
    return new Batch({ streamName: name, destination, directory, runtime, openDuckDb }, columns);
  }

  async #seal(batch: Batch): Promise<Manifest> {
    const failedBefore = batch.counts.failed;
    const objects = await batch.seal();
    const unconvertible = batch.counts.failed - failedBefore;
    if (unconvertible > 0) {
      const message = `${unconvertible} records do not match the schema.`;
      await this.#errorLog.write('DataFormatConversion.MalformedData', message);
    }
    return { objects, state: this.#stateAfter(batch.counts) };
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
}
