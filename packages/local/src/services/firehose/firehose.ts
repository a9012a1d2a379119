import { join } from 'node:path';
import type { DuckDBInstance } from '@duckdb/node-api';
import { openDuckDb } from '../../duckdb/open-duckdb.ts';
import { type DiskSpace, diskSpaceOf } from '../../durable-log/disk-quota.ts';
import type { Runtime } from '../../runtime.ts';
import { RuntimeService } from '../../runtime-service.ts';
import type { Service } from '../../service.ts';
import { firehoseActions } from './actions.ts';
import { readConfiguration, type StreamConfiguration } from './configuration.ts';
import type { DeliveryStatus } from './delivery-status.ts';
import { DeliveryStream } from './delivery-stream.ts';

export type { StreamConfiguration } from './configuration.ts';
export type { DeliveryStatus } from './delivery-status.ts';

export interface FirehoseOptions {
  /** Wait in milliseconds before a failed attempt is repeated, by its number from 1. Default: 1 s, doubling to 30 s. */
  readonly retryMilliseconds?: (attempt: number) => number;
  /** Undelivered bytes of one delivery stream from which on puts are refused. Default 8 GiB. */
  readonly maxBufferedBytes?: number;
  /** Looks up the space of the disk that holds a directory; for tests of full disks. */
  readonly diskSpace?: (directory: string) => Promise<DiskSpace>;
}

const doublingRetry = (attempt: number) => Math.min(30_000, 1000 * 2 ** (attempt - 1));

/** Amazon Data Firehose: delivery streams to S3, with transformation, partitions, Parquet, backup and error output. */
export class Firehose extends RuntimeService {
  readonly service: Service;
  override readonly dependsOn = ['kinesis', 'lambda', 's3', 'glue', 'logs'];
  readonly #runtime: Runtime;
  readonly #options: Required<FirehoseOptions>;
  readonly #streams = new Map<string, DeliveryStream>();
  #duckDb: Promise<DuckDBInstance> | undefined;

  constructor(
    runtime: Runtime,
    {
      retryMilliseconds = doublingRetry,
      maxBufferedBytes = 8 * 2 ** 30,
      diskSpace = diskSpaceOf,
    }: FirehoseOptions = {},
  ) {
    super();
    this.#runtime = runtime;
    this.#options = { retryMilliseconds, maxBufferedBytes, diskSpace };
    this.service = {
      name: 'firehose',
      targetPrefix: 'Firehose_20150804',
      actions: firehoseActions(this.#streams, (name) => this.#arnOf(name)),
    };
  }

  /** Reads a template's properties; throws naming what is not supported. `defaultName` is for one without a name. */
  configure(logicalId: string, properties: unknown, defaultName: string): StreamConfiguration {
    return readConfiguration({ logicalId, properties }, { defaultName, arnOf: (name) => this.#arnOf(name) });
  }

  /** The stream takes puts when this resolves; `start` begins its delivery. */
  async createStream(configuration: StreamConfiguration): Promise<void> {
    const stream = await DeliveryStream.open(configuration, {
      ...this.#options,
      runtime: this.#runtime,
      directory: join(this.#runtime.stateDirectory, 'firehose', configuration.name),
      openDuckDb: () => this.#openDuckDb(),
    });
    this.#streams.set(configuration.name, stream);
  }

  override async start(): Promise<void> {
    for (const { delivery } of this.#streams.values()) delivery.start();
  }

  /**
   * Delivers everything that was acknowledged before the call. Rejects when a stream's delivery fails, after all others
   * are through; what failed stays buffered and is tried again.
   */
  override async flush(): Promise<void> {
    const flushed = await Promise.allSettled([...this.#streams.values()].map(({ delivery }) => delivery.flush()));
    for (const result of flushed) if (result.status === 'rejected') throw result.reason;
  }

  override async status(): Promise<{ readonly deliveryStreams: readonly DeliveryStatus[] }> {
    return { deliveryStreams: await Promise.all([...this.#streams.values()].map((stream) => stream.status())) };
  }

  /** Delivers what is buffered, and stops. What cannot be delivered is delivered in the next run. */
  override async close(): Promise<void> {
    await this.flush().catch((error: unknown) => this.#runtime.log(`not all was delivered: ${String(error)}`));
    await this.stop();
  }

  /** Stops delivery where it is. */
  async stop(): Promise<void> {
    await Promise.all([...this.#streams.values()].map(({ delivery }) => delivery.close()));
    this.#streams.clear();
    (await this.#duckDb)?.closeSync();
    this.#duckDb = undefined;
  }

  #openDuckDb(): Promise<DuckDBInstance> {
    const tempDirectory = join(this.#runtime.stateDirectory, 'firehose', '.duckdb');
    this.#duckDb ??= openDuckDb({ tempDirectory, keepOrder: false });
    return this.#duckDb;
  }

  #arnOf(name: string): string {
    return `arn:aws:firehose:${this.#runtime.region}:${this.#runtime.accountId}:deliverystream/${name}`;
  }
}
