import { type Principal, ServiceError, type Services } from '../../../service.ts';
import type { ListedShard, ShardRead, ShardStart, StreamRecord } from '../../kinesis/stream-reader.ts';

interface DescribeStreamOutput {
  readonly StreamDescription: {
    readonly Shards: readonly { readonly ShardId: string; readonly ParentShardId?: string }[];
    readonly LastEvaluatedShardId?: string;
  };
}

interface DescribedRecord {
  readonly dynamodb: {
    readonly Keys: unknown;
    readonly SequenceNumber: string;
    readonly ApproximateCreationDateTime: number;
  };
  readonly userIdentity?: { readonly Type: string; readonly PrincipalId: string };
}

interface GetRecordsOutput {
  readonly Records: readonly DescribedRecord[];
  readonly NextShardIterator?: string;
}

type Call = (action: string, input: unknown) => Promise<unknown>;

/**
 * Reads a table's stream as a consumer with a role of its own does: by calls to the service, each of them checked against
 * the role. Each record's data is its JSON as Lambda gives it to functions.
 */
export class DynamoDbStreamReader {
  readonly #call: Call;
  readonly #streamArn: string;

  constructor(services: Services, streamArn: string, principal: Principal) {
    this.#call = (action, input) => services.call('dynamodbstreams', action, input, principal);
    this.#streamArn = streamArn;
  }

  async listShards(): Promise<ListedShard[]> {
    // Lambda asks for this permission too: https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-permissions.html
    await this.#call('ListStreams', { Limit: 1 });
    const listed: ListedShard[] = [];
    let after: string | undefined;
    do {
      const input = { StreamArn: this.#streamArn, ExclusiveStartShardId: after };
      const { StreamDescription } = (await this.#call('DescribeStream', input)) as DescribeStreamOutput;
      for (const { ShardId, ParentShardId } of StreamDescription.Shards) {
        listed.push({ id: ShardId, parents: ParentShardId === undefined ? [] : [ParentShardId] });
      }
      after = StreamDescription.LastEvaluatedShardId;
    } while (after !== undefined);
    return listed;
  }

  openShard(shardId: string, start: ShardStart): DynamoDbShardReader {
    return new DynamoDbShardReader(this.#call, this.#streamArn, shardId, start);
  }
}

const maxRecordsPerRead = 1000;

/** Reads one shard from its start on, in order. */
export class DynamoDbShardReader {
  readonly #call: Call;
  readonly #streamArn: string;
  readonly #shardId: string;
  /** Records that are older (milliseconds since the epoch) are left out: iterators cannot begin at a time. */
  readonly #since: number;
  #after: string | undefined;
  #iterator: string | undefined;

  constructor(call: Call, streamArn: string, shardId: string, start: ShardStart) {
    this.#call = call;
    this.#streamArn = streamArn;
    this.#shardId = shardId;
    this.#after = start !== 'TRIM_HORIZON' && 'after' in start ? start.after : undefined;
    // The time of a record has seconds only.
    this.#since = start !== 'TRIM_HORIZON' && 'since' in start ? Math.floor(start.since / 1000) * 1000 : 0;
  }

  async read(limit: number): Promise<ShardRead | undefined> {
    this.#iterator ??= await this.#newIterator();
    const output = await this.#getRecords(Math.min(limit, maxRecordsPerRead));
    if (!output) return undefined;
    const all = output.Records.map((record) => toStreamRecord(this.#shardId, record));
    this.#after = all.at(-1)?.sequenceNumber ?? this.#after;
    this.#iterator = output.NextShardIterator;
    const ended = this.#iterator === undefined;
    return { records: all.filter(({ arrival }) => arrival >= this.#since), ended, atTip: ended || all.length === 0 };
  }

  async #getRecords(limit: number): Promise<GetRecordsOutput | undefined> {
    try {
      return (await this.#call('GetRecords', { ShardIterator: this.#iterator, Limit: limit })) as GetRecordsOutput;
    } catch (error) {
      if (!isCode(error, 'ExpiredIteratorException')) throw error;
      this.#iterator = undefined;
      return undefined;
    }
  }

  async #newIterator(): Promise<string> {
    const start =
      this.#after === undefined
        ? { ShardIteratorType: 'TRIM_HORIZON' }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: this.#after };
    try {
      const input = { StreamArn: this.#streamArn, ShardId: this.#shardId, ...start };
      return ((await this.#call('GetShardIterator', input)) as { ShardIterator: string }).ShardIterator;
    } catch (error) {
      // What follows is past its retention as well, or is the oldest that there is.
      if (!isCode(error, 'TrimmedDataAccessException')) throw error;
      this.#after = undefined;
      return this.#newIterator();
    }
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof ServiceError && error.code === code;
}

function toStreamRecord(shardId: string, record: DescribedRecord): StreamRecord {
  const { dynamodb, userIdentity } = record;
  // Lambda's event spells these in lower case: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html
  const identity = userIdentity && { type: userIdentity.Type, principalId: userIdentity.PrincipalId };
  return {
    shardId,
    sequenceNumber: dynamodb.SequenceNumber,
    partitionKey: JSON.stringify(dynamodb.Keys),
    data: Buffer.from(JSON.stringify({ ...record, ...(identity && { userIdentity: identity }) })),
    arrival: dynamodb.ApproximateCreationDateTime * 1000,
  };
}
