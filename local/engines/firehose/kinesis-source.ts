import { type Principal, ServiceError, type Services } from '../../service.ts';
import type { KinesisPosition, Position, ShardPosition, Source, SourceRecord } from './source.ts';

interface ListShardsOutput {
  Shards: { ShardId: string }[];
  NextToken?: string;
}

interface GetRecordsOutput {
  Records: {
    Data: string | Uint8Array | { readonly buffer: Buffer };
    PartitionKey: string;
    SequenceNumber: string;
    ApproximateArrivalTimestamp: number | Date;
  }[];
  NextShardIterator?: string | null;
  MillisBehindLatest: number;
}

interface Shard {
  readonly id: string;
  iterator: string | undefined;
  /** Read, and not yet handed on. */
  queue: SourceRecord[];
  position: ShardPosition;
  /** No record follows the queue. */
  ended: boolean;
  /** Everything that arrived before this time has been read. */
  readUntil: number;
}

const recordsPerCall = 1000;
const shardListMilliseconds = 10_000;

/**
 * Records of a Kinesis stream, read as the source's role: every shard from the time when the delivery stream was made,
 * as Firehose reads from LATEST. Shards that resharding adds are found; a parent is not waited for.
 * https://docs.aws.amazon.com/firehose/latest/dev/writing-with-kinesis-streams.html
 */
export class KinesisSource implements Source {
  readonly pollMilliseconds = 200;
  readonly #services: Services;
  readonly #streamArn: string;
  readonly #role: Principal;
  readonly #now: () => number;
  #since = 0;
  #lastTick = 0;
  #shards = new Map<string, Shard>();
  #listedAt = Number.NEGATIVE_INFINITY;
  /** Shards that the position knows and that were not listed yet. */
  #known: KinesisPosition['shards'] = {};

  constructor(services: Services, { streamArn, roleArn }: { streamArn: string; roleArn: string }, now: () => number) {
    this.#services = services;
    this.#streamArn = streamArn;
    this.#role = { arn: roleArn };
    this.#now = now;
  }

  initial(): KinesisPosition {
    return { kind: 'kinesis', since: this.#now(), shards: {} };
  }

  seek(position: Position): void {
    if (position.kind !== 'kinesis')
      throw new Error('this delivery stream took direct puts before: its source cannot change');
    this.#since = position.since;
    this.#known = position.shards;
    this.#shards = new Map();
    this.#listedAt = Number.NEGATIVE_INFINITY;
  }

  async read(bytes: number): Promise<SourceRecord[]> {
    if (this.#tick() >= this.#listedAt + shardListMilliseconds) await this.#listShards();
    const records: SourceRecord[] = [];
    let taken = 0;
    for (const shard of this.#shards.values()) {
      if (shard.queue.length === 0 && !shard.ended) await this.#fill(shard);
      while (taken < bytes) {
        const record = shard.queue.shift();
        if (!record) break;
        taken += record.data.length;
        records.push(record);
        shard.position = { after: record.kinesis?.sequenceNumber };
      }
      if (shard.ended && shard.queue.length === 0) shard.position = { ...shard.position, ended: true };
      if (taken >= bytes) break;
    }
    this.#rotate();
    return records;
  }

  position(): KinesisPosition {
    const read = [...this.#shards.values()].map(({ id, position }) => [id, position]);
    return { kind: 'kinesis', since: this.#since, shards: { ...this.#known, ...Object.fromEntries(read) } };
  }

  mark(): number {
    // A shard that was listed before may have ended, with children that hold records from before the mark.
    this.#listedAt = Number.NEGATIVE_INFINITY;
    return this.#tick();
  }

  hasReached(mark: number): boolean {
    if (this.#listedAt < mark) return false;
    return [...this.#shards.values()].every(
      ({ queue, ended, readUntil }) =>
        (queue.length === 0 && (ended || readUntil >= mark)) || (queue[0]?.arrival ?? 0) > mark,
    );
  }

  async release(): Promise<void> {}

  countAfter(): undefined {
    return undefined;
  }

  onData(): void {}

  async close(): Promise<void> {}

  /** The time, but later with each call: so that a clock which is set back does not put a mark out of reach. */
  #tick(): number {
    this.#lastTick = Math.max(this.#lastTick + 0.001, this.#now());
    return this.#lastTick;
  }

  /** The shard that was served first is served last the next time, so that a busy one cannot starve the others. */
  #rotate(): void {
    const [first] = this.#shards;
    if (!first) return;
    this.#shards.delete(first[0]);
    this.#shards.set(...first);
  }

  async #listShards(): Promise<void> {
    const listedAt = this.#tick();
    await this.#call('DescribeStream', { StreamARN: this.#streamArn, Limit: 1 });
    const listed: string[] = [];
    let next: string | undefined;
    do {
      const page = (await this.#call(
        'ListShards',
        next ? { NextToken: next } : { StreamARN: this.#streamArn },
      )) as ListShardsOutput;
      listed.push(...page.Shards.map(({ ShardId }) => ShardId));
      next = page.NextToken;
    } while (next);
    for (const id of listed) {
      if (this.#shards.has(id)) continue;
      const position = this.#known[id] ?? {};
      const ended = position.ended === true;
      this.#shards.set(id, { id, iterator: undefined, queue: [], position, ended, readUntil: 0 });
    }
    // What is no longer listed has passed its retention: there is nothing left to read.
    for (const id of this.#shards.keys()) if (!listed.includes(id)) this.#shards.delete(id);
    this.#known = {};
    this.#listedAt = listedAt;
  }

  async #fill(shard: Shard): Promise<void> {
    const before = this.#tick();
    shard.iterator ??= await this.#iterator(shard);
    const output = await this.#getRecords(shard);
    if (!output) return;
    shard.iterator = output.NextShardIterator ?? undefined;
    shard.queue = output.Records.map((record) => toSourceRecord(shard.id, record));
    shard.ended = shard.iterator === undefined;
    if (shard.ended) this.#listedAt = Number.NEGATIVE_INFINITY;
    if (output.MillisBehindLatest === 0) shard.readUntil = before;
  }

  async #getRecords(shard: Shard): Promise<GetRecordsOutput | undefined> {
    try {
      const input = { ShardIterator: shard.iterator, Limit: recordsPerCall, StreamARN: this.#streamArn };
      return (await this.#call('GetRecords', input)) as GetRecordsOutput;
    } catch (error) {
      const code = error instanceof ServiceError ? error.code : '';
      if (code === 'ExpiredIteratorException') shard.iterator = undefined;
      else if (code !== 'ProvisionedThroughputExceededException') throw error;
      return undefined;
    }
  }

  async #iterator(shard: Shard): Promise<string> {
    const { after } = shard.position;
    const from = after
      ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: after }
      : this.#fromTheBeginning();
    const output = await this.#call('GetShardIterator', { StreamARN: this.#streamArn, ShardId: shard.id, ...from });
    return (output as { ShardIterator: string }).ShardIterator;
  }

  /** A clock that was set back since then makes that time say nothing about the records: better one too many. */
  #fromTheBeginning(): Record<string, unknown> {
    if (this.#since > this.#now()) return { ShardIteratorType: 'TRIM_HORIZON' };
    return { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: this.#since / 1000 };
  }

  #call(action: string, input: unknown): Promise<unknown> {
    return this.#services.call('kinesis', action, input, this.#role);
  }
}

function toSourceRecord(shardId: string, record: GetRecordsOutput['Records'][number]): SourceRecord {
  const { Data, PartitionKey, SequenceNumber, ApproximateArrivalTimestamp: arrived } = record;
  return {
    id: `${SequenceNumber}${shardId.slice(-6)}`,
    data: bytesOf(Data),
    arrival: arrived instanceof Date ? arrived.getTime() : Math.round(arrived * 1000),
    kinesis: { shardId, partitionKey: PartitionKey, sequenceNumber: SequenceNumber },
  };
}

function bytesOf(data: GetRecordsOutput['Records'][number]['Data']): Buffer {
  if (typeof data === 'string') return Buffer.from(data, 'base64');
  if (data instanceof Uint8Array) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return data.buffer;
}
