import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBInstance } from '@duckdb/node-api';
import { DiskQuota, type DiskSpace } from '../../durable-log/disk-quota.ts';
import { DurableLog } from '../../durable-log/durable-log.ts';
import type { Runtime } from '../../runtime.ts';
import { ServiceError } from '../../service.ts';
import type { Content } from '../content.ts';
import { makeDirectory } from '../s3/durable-files.ts';
import type { StreamConfiguration } from './configuration.ts';
import { Delivery } from './delivery.ts';
import type { DeliveryStatus } from './delivery-status.ts';
import { KinesisSource } from './kinesis-source.ts';
import { LogSource, recordId } from './log-source.ts';
import { invalid } from './put-limits.ts';
import type { Source } from './source.ts';

/** What a delivery stream shares with the engine that runs it. */
export interface DeliveryStreamContext {
  readonly runtime: Runtime;
  /** This delivery stream's own folder. */
  readonly directory: string;
  readonly openDuckDb: () => Promise<DuckDBInstance>;
  /** The delay in milliseconds before a failed attempt is repeated, by its number from 1. */
  readonly retryMilliseconds: (attempt: number) => number;
  /** Puts are refused from this many undelivered bytes on. */
  readonly maxBufferedBytes: number;
  readonly diskSpace: (directory: string) => Promise<DiskSpace>;
}

/** Files of the log go when all in them is delivered; the last one stays. */
const segmentBytes = 8 << 20;

/** One delivery stream: what was put to it, and its delivery. */
export class DeliveryStream {
  readonly configuration: StreamConfiguration;
  readonly delivery: Delivery;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly #context: DeliveryStreamContext;
  /** Direct puts; undefined with a Kinesis source. */
  readonly #log: DurableLog | undefined;
  readonly #diskQuota: DiskQuota;
  /** Why puts fail now: said once, not for each of them. */
  #problem: string | undefined;

  private constructor(
    configuration: StreamConfiguration,
    context: DeliveryStreamContext,
    delivery: Delivery,
    log: DurableLog | undefined,
    createdAt: number,
  ) {
    this.configuration = configuration;
    this.delivery = delivery;
    this.createdAt = createdAt;
    const { runtime, directory, maxBufferedBytes, diskSpace } = context;
    this.#context = context;
    this.#log = log;
    this.#diskQuota = new DiskQuota(logDirectory(directory), runtime.clock, { maxBytes: maxBufferedBytes, diskSpace });
  }

  /** Takes up what an earlier run left in the folder. */
  static async open(configuration: StreamConfiguration, context: DeliveryStreamContext): Promise<DeliveryStream> {
    const { runtime, directory, openDuckDb, retryMilliseconds } = context;
    await makeDirectory(directory);
    const now = () => runtime.clock.now();
    const { kinesis } = configuration;
    let log: DurableLog | undefined;
    let source: Source;
    if (kinesis) {
      source = new KinesisSource(runtime.services, kinesis, now);
    } else {
      log = await DurableLog.open(logDirectory(directory), { segmentBytes });
      source = new LogSource(log);
    }
    const delivery = await Delivery.open({ configuration, runtime, source, directory, openDuckDb, retryMilliseconds });
    const { birthtimeMs } = await stat(directory);
    return new DeliveryStream(configuration, context, delivery, log, birthtimeMs);
  }

  async status(): Promise<DeliveryStatus> {
    const refusal = this.#log && (await this.#diskQuota.refusal());
    return { ...this.delivery.status(), ...(refusal !== undefined && { refuses: refusal }) };
  }

  /** Resolves with the records' ids when they are on disk. */
  put(records: readonly Content[]): Promise<string[]> {
    const log = this.#log;
    if (!log) throw invalid('This operation is not permitted on KinesisStreamAsSource delivery stream type.');
    const time = this.#context.runtime.clock.now();
    // Apart from what waits for the disk, which would hold the records until it answers.
    return this.#answer(this.#append(log, records, time), records.length);
  }

  #append(log: DurableLog, records: readonly Content[], time: number): Promise<number> {
    const answer = this.#diskQuota.take(records.reduce((sum, { length }) => sum + length, 0));
    if (typeof answer !== 'string') return answer.then((known) => this.#appendWithin(known, log, records, time));
    return this.#appendWithin(answer, log, records, time);
  }

  #appendWithin(answer: string, log: DurableLog, records: readonly Content[], time: number): Promise<number> {
    if (answer === 'ok') return log.append(records.map((data) => ({ key: '', data, time })));
    return Promise.reject(unavailable(`${answer}: see the status of the delivery stream`));
  }

  async #answer(appended: Promise<number>, count: number): Promise<string[]> {
    const { runtime } = this.#context;
    try {
      const first = await appended;
      this.#problem = undefined;
      return Array.from({ length: count }, (_, index) => recordId(first + index));
    } catch (error) {
      if (this.#problem !== String(error))
        runtime.log(`firehose ${this.configuration.name}: puts fail: ${String(error)}`);
      this.#problem = String(error);
      throw error instanceof ServiceError ? error : unavailable('the records could not be stored');
    }
  }
}

function logDirectory(directory: string): string {
  return join(directory, 'records');
}

/** What PutRecord documents for "try again": https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecord.html */
function unavailable(reason: string): ServiceError {
  return new ServiceError('ServiceUnavailableException', `Slow down: ${reason}.`, 503);
}
