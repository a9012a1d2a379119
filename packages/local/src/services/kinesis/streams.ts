import { join } from 'node:path';
import type { Clock, Runtime } from '../../runtime.ts';
import { ServiceError } from '../../service.ts';
import { firstShards } from './lineage.ts';
import { Stream } from './stream.ts';
import {
  type Consumer,
  folderOf,
  loadSettings,
  type StreamKey,
  type StreamMode,
  saveSettings,
} from './stream-settings.ts';

export interface StreamsOptions {
  /** Refuse what exceeds a shard's 1,000 records or 1 MiB each second, as AWS does. Default false. */
  readonly enforceThroughput?: boolean;
}

export interface NewStream {
  readonly name: string;
  readonly mode: StreamMode;
  /** Of a provisioned stream; an on-demand stream begins with four. */
  readonly shardCount?: number;
  /** Default 24. */
  readonly retentionHours?: number;
  /** Default 1024. */
  readonly maxRecordKiB?: number;
  /** KMS key id or ARN, or `alias/aws/kinesis`. */
  readonly keyId?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

const onDemandShards = 4;
const trimEveryMilliseconds = 60_000;

/** Every stream of the account, by name. */
export class Streams {
  readonly region: string;
  readonly clock: Clock;
  readonly #runtime: Runtime;
  readonly #directory: string;
  readonly #enforceThroughput: boolean;
  readonly #creating = new Set<string>();
  #streams: Map<string, Stream> | undefined;
  #trimming: NodeJS.Timeout | undefined;

  constructor(runtime: Runtime, { enforceThroughput = false }: StreamsOptions = {}) {
    this.#runtime = runtime;
    this.#directory = join(runtime.stateDirectory, 'kinesis');
    this.#enforceThroughput = enforceThroughput;
    this.region = runtime.region;
    this.clock = runtime.clock;
  }

  arnOf(streamName: string): string {
    return `arn:aws:kinesis:${this.region}:${this.#runtime.accountId}:stream/${streamName}`;
  }

  /** All streams in the order of their names. */
  list(): Stream[] {
    return [...this.#known().values()].sort((a, b) => (a.settings.name < b.settings.name ? -1 : 1));
  }

  find(arn: string): Stream | undefined {
    const stream = this.#known().get(arn.slice(arn.lastIndexOf('/') + 1));
    return stream?.settings.arn === arn ? stream : undefined;
  }

  /** The stream of a request that names it by name, by ARN, or by both. */
  stream({ StreamName, StreamARN }: { StreamName?: string; StreamARN?: string }): Stream {
    const arn = StreamARN ?? (StreamName === undefined ? undefined : this.arnOf(StreamName));
    if (arn === undefined) {
      throw new ServiceError('InvalidArgumentException', 'Either StreamName or StreamARN must be provided.');
    }
    if (StreamName !== undefined && StreamARN !== undefined && !StreamARN.endsWith(`:stream/${StreamName}`)) {
      throw new ServiceError('InvalidArgumentException', 'StreamName and StreamARN name different streams.');
    }
    const stream = this.find(arn);
    if (stream) return stream;
    const [, , , , account, name = ''] = arn.split(':');
    throw new ServiceError(
      'ResourceNotFoundException',
      `Stream ${name.replace(/^stream\//, '')} under account ${account} not found.`,
    );
  }

  /** Resolves when the stream is on disk and takes records. Throws ResourceInUseException if there is one already. */
  async createStream(wanted: NewStream): Promise<Stream> {
    const { name, mode, retentionHours = 24, maxRecordKiB = 1024, keyId, tags = {} } = wanted;
    const shardCount = this.#shardCount(wanted);
    if (!/^[a-zA-Z0-9_.-]{1,128}$/.test(name)) {
      throw new ServiceError('InvalidArgumentException', `${name} is no stream name: 1 to 128 of a-z, A-Z, 0-9, _ . -`);
    }
    if (this.#known().has(name) || this.#creating.has(name)) {
      const account = this.#runtime.accountId;
      throw new ServiceError('ResourceInUseException', `Stream ${name} under account ${account} already exists.`);
    }
    const createdAt = this.clock.now();
    const settings = {
      name,
      arn: this.arnOf(name),
      createdAt,
      mode,
      retentionHours,
      maxRecordKiB,
      key: keyId === undefined ? undefined : this.keyOf(keyId),
      tags,
      consumers: [],
      shards: firstShards(shardCount, createdAt),
    };
    this.#creating.add(name);
    try {
      await saveSettings(folderOf(this.#directory, name), settings);
    } finally {
      this.#creating.delete(name);
    }
    const stream = new Stream(this.#directory, settings, this.clock, this.#enforceThroughput);
    this.#known().set(name, stream);
    return stream;
  }

  /** Creates the stream, or brings the one that exists to what is wanted; its records stay. */
  async putStream(wanted: NewStream): Promise<Stream> {
    const existing = this.find(this.arnOf(wanted.name));
    if (!existing) return this.createStream(wanted);
    const { mode, retentionHours = 24, maxRecordKiB = 1024, keyId, tags = {} } = wanted;
    const shardCount = this.#shardCount(wanted);
    const key = keyId === undefined ? undefined : this.keyOf(keyId);
    await existing.change((settings) => ({ ...settings, mode, retentionHours, maxRecordKiB, key, tags }));
    if (mode === 'PROVISIONED') await existing.resize(shardCount);
    return existing;
  }

  /** Registers the consumer, or takes up the one of that name. */
  async putConsumer(streamArn: string, name: string, tags: Readonly<Record<string, string>>): Promise<Consumer> {
    const stream = this.stream({ StreamARN: streamArn });
    const createdAt = this.clock.now();
    const added = { name, arn: `${streamArn}/consumer/${name}:${Math.floor(createdAt / 1000)}`, createdAt, tags };
    await stream.change((settings) => ({
      ...settings,
      consumers: settings.consumers.some((consumer) => consumer.name === name)
        ? settings.consumers.map((consumer) => (consumer.name === name ? { ...consumer, tags } : consumer))
        : [...settings.consumers, added],
    }));
    return stream.settings.consumers.find((consumer) => consumer.name === name) ?? added;
  }

  async deleteStream(stream: Stream): Promise<void> {
    this.#known().delete(stream.settings.name);
    await stream.delete();
  }

  /**
   * Calls `listener` after records were added to the stream or its shards were replaced: read on then. Returns what
   * ends that. Throws ResourceNotFoundException for a stream that does not exist.
   */
  onAppend(streamArn: string, listener: () => void): () => void {
    return this.stream({ StreamARN: streamArn }).onAppend(listener);
  }

  /** A key that only AWS's own alias names is the AWS-managed one, for which callers need no permission. */
  keyOf(keyId: string): StreamKey {
    if (/(^|:)alias\/aws\/kinesis$/.test(keyId)) return { id: keyId };
    if (/^arn:aws[^:]*:kms:[^:]+:\d{12}:key\/\S+$/.test(keyId)) return { id: keyId, arn: keyId };
    if (/^[0-9a-fA-F-]{36}$|^mrk-[0-9a-fA-F]{32}$/.test(keyId)) {
      return { id: keyId, arn: `arn:aws:kms:${this.region}:${this.#runtime.accountId}:key/${keyId}` };
    }
    throw new ServiceError('InvalidArgumentException', `The KMS key ${keyId} must be named by its id or key ARN.`);
  }

  /** Forgets records beyond their stream's retention period; runs every minute by itself. */
  async trim(): Promise<void> {
    await Promise.all(this.list().map((stream) => stream.trim()));
  }

  /** Waits for what is being written, then releases all files. */
  async close(): Promise<void> {
    clearInterval(this.#trimming);
    const streams = [...(this.#streams?.values() ?? [])];
    await Promise.all(streams.map((stream) => stream.close()));
  }

  #known(): Map<string, Stream> {
    if (!this.#streams) {
      const found = loadSettings(this.#directory);
      const open = found.map((settings) => new Stream(this.#directory, settings, this.clock, this.#enforceThroughput));
      this.#streams = new Map(open.map((stream) => [stream.settings.name, stream]));
      this.#trimming = setInterval(() => {
        this.trim().catch((error) => this.#runtime.log(`kinesis: old records could not be removed: ${error}`));
      }, trimEveryMilliseconds).unref();
    }
    return this.#streams;
  }

  #shardCount({ mode, shardCount }: NewStream): number {
    if (mode === 'ON_DEMAND') {
      if (shardCount === undefined) return onDemandShards;
      throw new ServiceError(
        'InvalidArgumentException',
        'ShardCount must not be given for a stream in ON_DEMAND mode.',
      );
    }
    if (shardCount === undefined) {
      throw new ServiceError('InvalidArgumentException', 'ShardCount is required for a stream in PROVISIONED mode.');
    }
    return shardCount;
  }
}
