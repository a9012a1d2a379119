import { type Principal, ServiceError, type Services } from '../../service.ts';

export interface StreamRecord {
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  readonly data: Buffer;
  /** Approximate arrival, milliseconds since the epoch. */
  readonly arrival: number;
}

export interface ListedShard {
  readonly id: string;
  /** The shards that it was made from; those past their retention are not listed any more. */
  readonly parents: readonly string[];
}

/** Where reading of a shard begins: behind a record, at a time (milliseconds since the epoch), or at its oldest record. */
export type ShardStart = { readonly after: string } | { readonly since: number } | 'TRIM_HORIZON';

export interface ShardRead {
  readonly records: readonly StreamRecord[];
  /** The shard was closed and this was the last of it. */
  readonly ended: boolean;
  /** Nothing follows these records now. */
  readonly atTip: boolean;
}

interface ListShardsOutput {
  readonly Shards: readonly { ShardId: string; ParentShardId?: string; AdjacentParentShardId?: string }[];
  readonly NextToken?: string;
}

interface GetRecordsOutput {
  readonly Records: readonly {
    Data: string | Uint8Array | { readonly buffer: Buffer };
    PartitionKey: string;
    SequenceNumber: string;
    ApproximateArrivalTimestamp: number | Date;
  }[];
  readonly NextShardIterator?: string | null;
  readonly MillisBehindLatest: number;
}

/**
 * Reads a Kinesis stream as a consumer with a role of its own does: by calls to the service, each of them checked against
 * the role. https://docs.aws.amazon.com/streams/latest/dev/developing-consumers-with-sdk.html
 */
export class StreamReader {
  readonly #services: Services;
  readonly #streamArn: string;
  readonly #principal: Principal;
  readonly #now: () => number;

  constructor(services: Services, streamArn: string, principal: Principal, now: () => number) {
    this.#services = services;
    this.#streamArn = streamArn;
    this.#principal = principal;
    this.#now = now;
  }

  /** Every shard that may hold records, closed ones too, in the order of their ids. */
  async listShards(): Promise<ListedShard[]> {
    await this.#call('DescribeStream', { StreamARN: this.#streamArn, Limit: 1 });
    const listed: ListedShard[] = [];
    let next: string | undefined;
    do {
      const input = next ? { NextToken: next } : { StreamARN: this.#streamArn };
      const page = (await this.#call('ListShards', input)) as ListShardsOutput;
      for (const { ShardId, ParentShardId, AdjacentParentShardId } of page.Shards) {
        const parents = [ParentShardId, AdjacentParentShardId].filter((id) => id !== undefined);
        listed.push({ id: ShardId, parents });
      }
      next = page.NextToken;
    } while (next);
    return listed;
  }

  openShard(shardId: string, start: ShardStart): ShardReader {
    return new ShardReader((action, input) => this.#call(action, input), this.#streamArn, shardId, start, this.#now);
  }

  #call(action: string, input: unknown): Promise<unknown> {
    return this.#services.call('kinesis', action, input, this.#principal);
  }
}

/** Reads one shard from its start on, in order. */
export class ShardReader {
  readonly #call: (action: string, input: unknown) => Promise<unknown>;
  readonly #streamArn: string;
  readonly #shardId: string;
  readonly #now: () => number;
  #next: ShardStart;
  #iterator: string | undefined;

  constructor(
    call: (action: string, input: unknown) => Promise<unknown>,
    streamArn: string,
    shardId: string,
    start: ShardStart,
    now: () => number,
  ) {
    this.#call = call;
    this.#streamArn = streamArn;
    this.#shardId = shardId;
    this.#next = start;
    this.#now = now;
  }

  /** The next records that are there, `limit` at most (1 to 10,000); undefined when the stream asks to wait. */
  async read(limit: number): Promise<ShardRead | undefined> {
    this.#iterator ??= await this.#newIterator();
    const output = await this.#getRecords(limit);
    if (!output) return undefined;
    const records = output.Records.map((record) => toStreamRecord(this.#shardId, record));
    const last = records.at(-1);
    if (last) this.#next = { after: last.sequenceNumber };
    this.#iterator = output.NextShardIterator ?? undefined;
    const ended = this.#iterator === undefined;
    return { records, ended, atTip: ended || output.MillisBehindLatest === 0 };
  }

  async #getRecords(limit: number): Promise<GetRecordsOutput | undefined> {
    try {
      const input = { ShardIterator: this.#iterator, Limit: limit, StreamARN: this.#streamArn };
      return (await this.#call('GetRecords', input)) as GetRecordsOutput;
    } catch (error) {
      const code = error instanceof ServiceError ? error.code : '';
      if (code === 'ExpiredIteratorException') this.#iterator = undefined;
      else if (code !== 'ProvisionedThroughputExceededException') throw error;
      return undefined;
    }
  }

  async #newIterator(): Promise<string> {
    const input = { StreamARN: this.#streamArn, ShardId: this.#shardId, ...this.#iteratorStart() };
    const output = (await this.#call('GetShardIterator', input)) as { ShardIterator: string };
    return output.ShardIterator;
  }

  #iteratorStart(): Record<string, unknown> {
    if (this.#next === 'TRIM_HORIZON') return { ShardIteratorType: 'TRIM_HORIZON' };
    if ('after' in this.#next)
      return { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: this.#next.after };
    // A clock that was set back since then makes that time say nothing about the records: better one too many.
    if (this.#next.since > this.#now()) return { ShardIteratorType: 'TRIM_HORIZON' };
    return { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: this.#next.since / 1000 };
  }
}

function toStreamRecord(shardId: string, record: GetRecordsOutput['Records'][number]): StreamRecord {
  const { Data, PartitionKey, SequenceNumber, ApproximateArrivalTimestamp: arrived } = record;
  return {
    shardId,
    sequenceNumber: SequenceNumber,
    partitionKey: PartitionKey,
    data: bytesOf(Data),
    arrival: arrived instanceof Date ? arrived.getTime() : Math.round(arrived * 1000),
  };
}

function bytesOf(data: GetRecordsOutput['Records'][number]['Data']): Buffer {
  if (typeof data === 'string') return Buffer.from(data, 'base64');
  if (data instanceof Uint8Array) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return data.buffer;
}
