import { GetEventSourceMappingCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { describe, expect, test, vi } from 'vitest';
import { runMappedFunction } from '../../../../testing/mapped-function.ts';

const patiently = { timeout: 30_000 };

/** Logs the keys of each batch; a key that begins with `poison` makes it throw, one with `late` is reported as failed. */
const code = `exports.handler = async (event) => {
  const { eventSourceARN } = event.Records[0];
  const players = event.Records.map(({ eventName, dynamodb, userIdentity }) =>
    [dynamodb.Keys.player.S, eventName, dynamodb.NewImage?.coins?.N ?? '-', userIdentity?.principalId ?? '-'].join(':'));
  console.log('got ' + players.join() + ' of ' + eventSourceARN.split('/')[1]);
  if (players.some((text) => text.startsWith('poison'))) throw new Error('poisoned');
  const failed = event.Records.filter(({ dynamodb }) => dynamodb.Keys.player.S.startsWith('late'));
  return { batchItemFailures: failed.map(({ dynamodb }) => ({ itemIdentifier: dynamodb.SequenceNumber })) };
};`;

const table = {
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    TableName: 'Wallets',
    KeySchema: [{ AttributeName: 'player', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'player', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
  },
};
const streamArn = { 'Fn::GetAtt': ['Table', 'StreamArn'] };
/** https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-permissions.html */
const reading = ['DescribeStream', 'GetRecords', 'GetShardIterator'].map((action) => `dynamodb:${action}`);
const permissions = (actions: readonly string[] = reading) => [
  { Effect: 'Allow', Action: actions, Resource: streamArn },
  { Effect: 'Allow', Action: 'dynamodb:ListStreams', Resource: '*' },
];

async function runMappedTable(mapping: object = {}, statements: readonly object[] = permissions()) {
  const run = await runMappedFunction(code, {
    mapping: { EventSourceArn: streamArn, ...mapping },
    resources: { Table: table },
    statements,
  });
  const write = (action: string, input: object) =>
    run.registry.call('dynamodb', action, { TableName: 'Wallets', ...input }, run.engines.iam.admin);
  const put = (player: string, coins: number) =>
    write('PutItem', { Item: { player: { S: player }, coins: { N: String(coins) } } });
  /** Their records are in one batch, in this order. */
  const transactPuts = (...players: readonly string[]) => {
    const TransactItems = players.map((player) => ({
      Put: { TableName: 'Wallets', Item: { player: { S: player }, coins: { N: '1' } } },
    }));
    return run.registry.call('dynamodb', 'TransactWriteItems', { TransactItems }, run.engines.iam.admin);
  };
  const batches = () => [...run.log().matchAll(/ got (.*)/g)].map(([, texts]) => texts);
  return { ...run, write, putItem: put, transactPuts, batches, flush: () => run.engines.lambda.mappings.flush() };
}

// https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
describe('a mapping of a table’s stream', () => {
  test('takes each change to the function', async () => {
    const { putItem, write, batches, flush } = await runMappedTable();
    await putItem('a', 1);
    await putItem('a', 2);
    await write('DeleteItem', { Key: { player: { S: 'a' } } });
    await flush();
    expect(batches().join(' ').replaceAll(' of Wallets ', ',')).toBe(
      'a:INSERT:1:-,a:MODIFY:2:-,a:REMOVE:-:- of Wallets',
    );
  });

  test('splits a batch that fails, and keeps what it gives up', async () => {
    const { transactPuts, registry, engines, outputs, batches } = await runMappedTable();
    await transactPuts('one', 'poison', 'two');
    await vi.waitFor(() => expect(batches()).toContain('two:INSERT:1:- of Wallets'), patiently);
    const listed = await registry.call('s3', 'ListObjectsV2', { Bucket: outputs.Bucket }, engines.iam.admin);
    const { Contents = [] } = listed as { Contents?: { Key: string }[] };
    expect(Contents).toHaveLength(1);
    const input = { Bucket: outputs.Bucket, Key: Contents[0]?.Key };
    const object = await registry.call('s3', 'GetObject', input, engines.iam.admin);
    const { Body } = object as { Body: { transformToString(): Promise<string> } };
    const record = JSON.parse(await Body.transformToString());
    expect(record.DDBStreamBatchInfo).toMatchObject({ batchSize: 1, streamArn: expect.stringContaining('/stream/') });
    expect(JSON.parse(record.payload).Records).toMatchObject([{ dynamodb: { Keys: { player: { S: 'poison' } } } }]);
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
  test('tries again from the first record that the function reports', async () => {
    const { transactPuts, batches } = await runMappedTable({
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: false,
    });
    await transactPuts('one', 'late', 'two');
    await vi.waitFor(() => expect(batches()).toHaveLength(2), patiently);
    const players = batches().map((batch) => batch?.replaceAll(/:INSERT:1:-| of Wallets/g, ''));
    expect(players).toEqual(['one,late,two', 'late,two']);
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html
  test('passes only the records that its filters name', async () => {
    const pattern = { eventName: ['MODIFY'], dynamodb: { NewImage: { coins: { N: [{ prefix: '4' }] } } } };
    const { putItem, batches, flush, clientSettings, outputs } = await runMappedTable({
      FilterCriteria: { Filters: [{ Pattern: JSON.stringify(pattern) }] },
    });
    for (const coins of [40, 5, 41, 42, 7]) await putItem('a', coins);
    await flush();
    const got = batches().join().replaceAll(' of Wallets', '');
    expect(got).toBe('a:MODIFY:41:-,a:MODIFY:42:-');
    const client = new LambdaClient(clientSettings);
    const found = await client.send(new GetEventSourceMappingCommand({ UUID: outputs.Mapping }));
    expect(found.FilterCriteria?.Filters).toEqual([{ Pattern: JSON.stringify(pattern) }]);
  });

  test('tells of the permission that its role lacks', async () => {
    const { clientSettings, outputs } = await runMappedTable({}, permissions(['dynamodb:DescribeStream']));
    const client = new LambdaClient(clientSettings);
    await vi.waitFor(async () => {
      const { LastProcessingResult } = await client.send(new GetEventSourceMappingCommand({ UUID: outputs.Mapping }));
      expect(LastProcessingResult).toMatch(
        /^PROBLEM: .*not authorized to perform: dynamodb:GetShardIterator on resource/,
      );
    }, patiently);
  });

  test.each([
    ['AT_TIMESTAMP', { StartingPosition: 'AT_TIMESTAMP', StartingPositionTimestamp: 1 }, 'no StartingPosition AT_TIM'],
    [
      'a numeric filter',
      { FilterCriteria: { Filters: [{ Pattern: '{"dynamodb":{"Keys":{"n":{"N":[{"numeric":["=",1]}]}}}}' }] } },
      'numeric is not supported for DynamoDB',
    ],
  ])('with %s stops the run', async (_, mapping, reason) => {
    await expect(runMappedTable(mapping)).rejects.toThrow(reason);
  });
});
