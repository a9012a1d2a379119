import { validation } from '../engine/refusal.ts';
import { type StreamContext, streamOf } from './stream-context.ts';
import type { Shard } from './table-stream.ts';

interface DescribeStreamInput {
  readonly StreamArn?: unknown;
  readonly Limit?: unknown;
  readonly ExclusiveStartShardId?: unknown;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_DescribeStream.html */
export async function describeStream(
  context: StreamContext,
  { StreamArn, Limit, ExclusiveStartShardId }: DescribeStreamInput,
): Promise<unknown> {
  const stream = streamOf(context, StreamArn);
  const { KeySchema } = await context.table(stream.tableName);
  const { page, last } = pageOf(stream.shards, ({ id }) => id, Limit, ExclusiveStartShardId);
  return {
    StreamDescription: {
      StreamArn: context.arnOf(stream),
      StreamLabel: stream.label,
      StreamStatus: stream.disabledAt === undefined ? 'ENABLED' : 'DISABLED',
      StreamViewType: stream.viewType,
      CreationRequestDateTime: stream.createdAt / 1000,
      TableName: stream.tableName,
      KeySchema,
      Shards: page.map(describeShard),
      ...(last && { LastEvaluatedShardId: last.id }),
    },
  };
}

function describeShard({ id, parent, start, end }: Shard) {
  return {
    ShardId: id,
    SequenceNumberRange: { StartingSequenceNumber: start, ...(end !== undefined && { EndingSequenceNumber: end }) },
    ...(parent !== undefined && { ParentShardId: parent }),
  };
}

const maxPageSize = 100;

/** A page behind the item whose id is `after`; `last` when others follow it. */
export function pageOf<Value>(
  all: readonly Value[],
  idOf: (value: Value) => string,
  limit: unknown = maxPageSize,
  after?: unknown,
): { readonly page: readonly Value[]; readonly last: Value | undefined } {
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1 || limit > maxPageSize) {
    throw validation(`Limit must be a whole number from 1 to ${maxPageSize}`);
  }
  const start = after === undefined || after === null ? 0 : all.findIndex((value) => idOf(value) === after) + 1;
  const page = all.slice(start, start + limit);
  return { page, last: start + limit < all.length ? page.at(-1) : undefined };
}
