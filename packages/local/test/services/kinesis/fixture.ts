import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Runtime } from '../../../src/runtime.ts';
import type { Permission } from '../../../src/service.ts';
import type { Bytes } from '../../../src/services/bytes.ts';
import { Kinesis } from '../../../src/services/kinesis/kinesis.ts';
import type { StreamsOptions } from '../../../src/services/kinesis/streams.ts';

/** Output as the tests look at it; what is asserted is its content. */
// biome-ignore lint/suspicious/noExplicitAny: a test says by its assertions what an output must be
type Output = any;

export interface GotRecord {
  readonly Data: Bytes;
  readonly PartitionKey: string;
  readonly SequenceNumber: string;
  readonly ApproximateArrivalTimestamp: number;
}

/** A Kinesis engine in a folder of its own, with a clock that stands still until it is moved. */
export class Fixture {
  readonly stateDirectory: string;
  readonly clock = { time: 1_700_000_000_000, now: () => this.clock.time };
  kinesis: Kinesis;
  readonly #options: StreamsOptions;
  readonly logged: string[] = [];

  private constructor(stateDirectory: string, options: StreamsOptions) {
    this.stateDirectory = stateDirectory;
    this.#options = options;
    this.kinesis = this.#make();
  }

  static async make(options: StreamsOptions = {}): Promise<Fixture> {
    return new Fixture(await mkdtemp(join(tmpdir(), 'kinesis-')), options);
  }

  /** As after a restart of the process. */
  async restart(): Promise<void> {
    await this.kinesis.close();
    this.kinesis = this.#make();
  }

  async remove(): Promise<void> {
    await this.kinesis.close();
    await rm(this.stateDirectory, { recursive: true, force: true });
  }

  async call(action: string, input: unknown = {}): Promise<Output> {
    return this.kinesis.service.actions[action]?.run(input, { arn: 'arn:aws:iam::000000000000:user/test' });
  }

  permissions(action: string, input: unknown): readonly Permission[] {
    return this.kinesis.service.actions[action]?.permissions(input) ?? [];
  }

  /** Everything in a shard from an iterator on. */
  async read(StreamName: string, ShardId: string, iterator: object = { ShardIteratorType: 'TRIM_HORIZON' }) {
    const { ShardIterator } = await this.call('GetShardIterator', { StreamName, ShardId, ...iterator });
    const { Records } = await this.call('GetRecords', { ShardIterator });
    return Records as GotRecord[];
  }

  /** The data of all records of a stream, as text, in order within each shard. */
  async readAll(StreamName: string): Promise<string[]> {
    const { Shards } = await this.call('ListShards', { StreamName });
    const found: string[] = [];
    for (const { ShardId } of Shards) {
      for (const { Data } of await this.read(StreamName, ShardId)) found.push(Data.buffer.toString());
    }
    return found;
  }

  #make(): Kinesis {
    const runtime: Runtime = {
      region: 'us-east-1',
      accountId: '000000000000',
      stateDirectory: this.stateDirectory,
      services: {
        call: () => Promise.reject(new Error('no other service')),
        authorize: () => undefined,
        blobOf: () => undefined,
      },
      clock: this.clock,
      bufferSeconds: undefined,
      endpointUrl: 'http://127.0.0.1:0',
      log: (line) => this.logged.push(line),
    };
    return new Kinesis(runtime, this.#options);
  }
}

const base64 = (text: string) => Buffer.from(text).toString('base64');
export const shard = (index: number) => `shardId-${String(index).padStart(12, '0')}`;
export const record = (text: string, PartitionKey = text) => ({ Data: base64(text), PartitionKey });
