import { type Principal, ServiceError, type Services } from '../../../service.ts';
import type { ListedShard, ReadRecords, StreamCalls } from './run/stream-calls.ts';

interface ListShardsOutput {
  readonly Shards: readonly {
    readonly ShardId: string;
    readonly ParentShardId?: string;
    readonly AdjacentParentShardId?: string;
  }[];
  readonly NextToken?: string;
}

interface GetRecordsOutput {
  readonly Records: readonly {
    readonly Data: string | { readonly buffer: Buffer };
    readonly SequenceNumber: string;
    readonly ApproximateArrivalTimestamp: number;
  }[];
  readonly NextShardIterator?: string | null;
  readonly MillisBehindLatest: number;
}

/** A job's streams, read and written as its role. Answers can be handed to another thread. */
export function kinesisCalls(services: Services, role: Principal): StreamCalls {
  const call = (action: string, input: unknown) => services.call('kinesis', action, input, role);
  return {
    async listShards(StreamARN) {
      const listed: ListedShard[] = [];
      let next: string | undefined;
      do {
        const input = next ? { NextToken: next } : { StreamARN };
        const page = (await call('ListShards', input)) as ListShardsOutput;
        for (const { ShardId, ParentShardId, AdjacentParentShardId } of page.Shards) {
          listed.push({
            id: ShardId,
            parents: [ParentShardId, AdjacentParentShardId].filter((id) => id !== undefined),
          });
        }
        next = page.NextToken;
      } while (next);
      return listed;
    },
    async iterator(StreamARN, ShardId, from) {
      const place =
        typeof from === 'string'
          ? { ShardIteratorType: from }
          : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: from.after };
      const answer = (await call('GetShardIterator', { StreamARN, ShardId, ...place })) as { ShardIterator: string };
      return answer.ShardIterator;
    },
    async read(StreamARN, ShardIterator, Limit) {
      try {
        return packed((await call('GetRecords', { StreamARN, ShardIterator, Limit })) as GetRecordsOutput);
      } catch (error) {
        const code = error instanceof ServiceError ? error.code : '';
        if (code === 'ExpiredIteratorException' || code === 'ProvisionedThroughputExceededException') return undefined;
        throw error;
      }
    },
    async put(StreamARN, rows) {
      const Records = rows.map(({ partitionKey, data }) => ({
        PartitionKey: partitionKey.slice(0, 256),
        Data: Buffer.from(data).toString('base64'),
      }));
      const answer = (await call('PutRecords', { StreamARN, Records })) as {
        Records: readonly { ErrorCode?: string }[];
      };
      return answer.Records.flatMap(({ ErrorCode }, index) => (ErrorCode === undefined ? [] : [index]));
    },
  };
}

/** All data in one piece of memory: what a record's view shows would else be copied with all that lies around it. */
function packed({ Records, NextShardIterator, MillisBehindLatest }: GetRecordsOutput): ReadRecords {
  const contents = Records.map(({ Data }) => (typeof Data === 'string' ? Buffer.from(Data, 'base64') : Data.buffer));
  const all = new Uint8Array(contents.reduce((bytes, { length }) => bytes + length, 0));
  let at = 0;
  const records = Records.map(({ SequenceNumber, ApproximateArrivalTimestamp }, index) => {
    const content = contents[index] ?? Buffer.alloc(0);
    all.set(content, at);
    const data = all.subarray(at, at + content.length);
    at += content.length;
    return { data, arrivedAt: Math.round(ApproximateArrivalTimestamp * 1000), sequenceNumber: SequenceNumber };
  });
  return { records, next: NextShardIterator ?? undefined, atTip: MillisBehindLatest === 0 };
}
