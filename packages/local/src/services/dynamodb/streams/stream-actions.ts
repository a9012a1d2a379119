import type { Action, Service } from '../../../service.ts';
import { describeStream, pageOf } from './describe-stream.ts';
import { getRecords } from './get-records.ts';
import { getShardIterator } from './get-shard-iterator.ts';
import { streamOfIterator } from './shard-iterator.ts';
import type { StreamContext } from './stream-context.ts';

interface StreamInput {
  readonly StreamArn?: unknown;
  readonly ShardIterator?: unknown;
}
interface ListInput {
  readonly TableName?: unknown;
  readonly Limit?: unknown;
  readonly ExclusiveStartStreamArn?: unknown;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB_Streams.html */
export function streamService(context: StreamContext): Service {
  const onStream = (action: string, run: (input: never) => Promise<unknown>): [string, Action] => [
    action,
    {
      permissions: ({ StreamArn, ShardIterator }: StreamInput) => [
        { action: `dynamodb:${action}`, resource: String(StreamArn ?? streamOfIterator(ShardIterator)) },
      ],
      run,
    },
  ];
  const listStreams: Action = {
    permissions: () => [{ action: 'dynamodb:ListStreams', resource: '*' }],
    run: (input: ListInput) => list(context, input),
  };
  return {
    name: 'dynamodbstreams',
    signingName: 'dynamodb',
    targetPrefix: 'DynamoDBStreams_20120810',
    actions: Object.fromEntries([
      onStream('DescribeStream', (input) => describeStream(context, input)),
      onStream('GetShardIterator', (input) => getShardIterator(context, input)),
      onStream('GetRecords', (input) => getRecords(context, input)),
      ['ListStreams', listStreams],
    ]),
  };
}

function list({ streams, arnOf }: StreamContext, { TableName, Limit, ExclusiveStartStreamArn }: ListInput): unknown {
  const table = typeof TableName === 'string' ? TableName.replace(/^arn:.*:table\//, '') : undefined;
  const described = streams
    .list(table)
    .map((stream) => ({ StreamArn: arnOf(stream), TableName: stream.tableName, StreamLabel: stream.label }))
    .sort((a, b) => (a.StreamArn < b.StreamArn ? -1 : 1));
  const { page, last } = pageOf(described, ({ StreamArn }) => StreamArn, Limit, ExclusiveStartStreamArn);
  return { Streams: page, ...(last && { LastEvaluatedStreamArn: last.StreamArn }) };
}
