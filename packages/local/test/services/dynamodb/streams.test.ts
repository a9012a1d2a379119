import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import {
  type _Record,
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { DeleteCommand, PutCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import type { StreamViewType } from '../../../src/services/dynamodb/streams/table-stream.ts';
import { walletAccount, wallets, walletsArn } from './tables.ts';

type Account = Awaited<ReturnType<typeof walletAccount>>;
const TableName = 'Wallets';
const hourMs = 3_600_000;

const put = ({ items }: Account, player: string, coins: number) =>
  items.send(new PutCommand({ TableName, Item: { player, coins } }));

async function shardsOf({ streams, streamArn: StreamArn }: Pick<Account, 'streams' | 'streamArn'>) {
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  return StreamDescription?.Shards ?? [];
}

async function iterator(account: Account, from: Partial<GetShardIteratorCommandInput>, shard = 0) {
  const ShardId = (await shardsOf(account))[shard]?.ShardId;
  const ShardIteratorType = from.ShardIteratorType ?? 'TRIM_HORIZON';
  const { ShardIterator } = await account.streams.send(
    new GetShardIteratorCommand({ StreamArn: account.streamArn, ShardId, ...from, ShardIteratorType }),
  );
  return ShardIterator;
}

async function read(account: Account, from: Partial<GetShardIteratorCommandInput> = {}, shard = 0) {
  const ShardIterator = await iterator(account, from, shard);
  return account.streams.send(new GetRecordsCommand({ ShardIterator }));
}

const sequencesOf = (records: _Record[] = []) => records.map(({ dynamodb }) => dynamodb?.SequenceNumber ?? '');
const coinsOf = (records: _Record[] = []) => records.map(({ dynamodb }) => dynamodb?.NewImage?.coins?.N);

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html
describe('a record', () => {
  it('says what changed, in both images', async () => {
    const account = await walletAccount({ streamViewType: 'NEW_AND_OLD_IMAGES' });
    await put(account, 'a', 1);
    await put(account, 'a', 2);
    await account.items.send(new DeleteCommand({ TableName, Key: { player: 'a' } }));
    const { Records = [] } = await read(account);
    const player = { S: 'a' };
    const item = (coins: string) => ({ player, coins: { N: coins } });
    const common = { Keys: { player }, StreamViewType: 'NEW_AND_OLD_IMAGES' };
    expect(Records).toMatchObject([
      { eventName: 'INSERT', dynamodb: { ...common, NewImage: item('1') } },
      { eventName: 'MODIFY', dynamodb: { ...common, NewImage: item('2'), OldImage: item('1') } },
      { eventName: 'REMOVE', dynamodb: { ...common, OldImage: item('2') } },
    ]);
    expect(Records[0]).toMatchObject({ eventSource: 'aws:dynamodb', eventVersion: '1.1', awsRegion: 'us-east-1' });
    expect(Records[0]?.dynamodb?.OldImage).toBeUndefined();
    expect(Records[0]?.dynamodb?.ApproximateCreationDateTime).toBeInstanceOf(Date);
    const sequences = sequencesOf(Records);
    expect(sequences).toEqual([...sequences].sort());
    expect(new Set(Records.map(({ eventID }) => eventID)).size).toBe(3);
  });

  // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_StreamSpecification.html
  it.each<[StreamViewType, boolean, boolean]>([
    ['KEYS_ONLY', false, false],
    ['NEW_IMAGE', true, false],
    ['OLD_IMAGE', false, true],
  ])('of %s has the new image: %s, the old one: %s', async (streamViewType, hasNew, hasOld) => {
    const account = await walletAccount({ streamViewType });
    await put(account, 'a', 1);
    await put(account, 'a', 2);
    const { Records = [] } = await read(account);
    const images = Records[1]?.dynamodb;
    expect([images?.NewImage !== undefined, images?.OldImage !== undefined]).toEqual([hasNew, hasOld]);
    expect(images?.Keys).toEqual({ player: { S: 'a' } });
  });

  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
  it('is not written when nothing changes', async () => {
    const account = await walletAccount({ streamViewType: 'KEYS_ONLY' });
    await put(account, 'a', 1);
    await put(account, 'a', 1);
    const Key = { player: 'a' };
    const update = { UpdateExpression: 'SET coins = :one', ExpressionAttributeValues: { ':one': 1 } };
    await account.items.send(new UpdateCommand({ TableName, Key, ...update }));
    await account.items.send(new DeleteCommand({ TableName, Key: { player: 'nobody' } }));
    expect((await read(account)).Records).toHaveLength(1);
  });

  it('of each item of a transaction is there, and none of a transaction that was cancelled', async () => {
    const account = await walletAccount({ streamViewType: 'NEW_IMAGE' });
    const Put = (player: string) => ({ Put: { TableName, Item: { player, coins: 1 } } });
    const fails = {
      ConditionCheck: { TableName, Key: { player: 'x' }, ConditionExpression: 'attribute_exists(player)' },
    };
    await account.items.send(new TransactWriteCommand({ TransactItems: [Put('a'), Put('b')] }));
    const cancelled = account.items.send(new TransactWriteCommand({ TransactItems: [Put('c'), fails] }));
    await expect(cancelled).rejects.toThrow('ConditionalCheckFailed');
    const { Records = [] } = await read(account);
    expect(Records.map(({ dynamodb }) => dynamodb?.Keys?.player?.S).sort()).toEqual(['a', 'b']);
  });
});

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html
describe('a shard iterator', () => {
  it('begins where its type says', async () => {
    const account = await walletAccount({ streamViewType: 'NEW_IMAGE' });
    const latest = await iterator(account, { ShardIteratorType: 'LATEST' });
    for (const coins of [1, 2, 3]) await put(account, 'a', coins);
    const [, SequenceNumber] = sequencesOf((await read(account)).Records);
    const from = async (input: Partial<GetShardIteratorCommandInput>) => coinsOf((await read(account, input)).Records);
    expect(await from({ ShardIteratorType: 'TRIM_HORIZON' })).toEqual(['1', '2', '3']);
    expect(await from({ ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber })).toEqual(['2', '3']);
    expect(await from({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber })).toEqual(['3']);
    expect(await from({ ShardIteratorType: 'LATEST' })).toEqual([]);
    const behindLatest = await account.streams.send(new GetRecordsCommand({ ShardIterator: latest }));
    expect(coinsOf(behindLatest.Records)).toEqual(['1', '2', '3']);
  });

  it('goes on page by page', async () => {
    const account = await walletAccount({ streamViewType: 'NEW_IMAGE' });
    for (const coins of [1, 2, 3]) await put(account, 'a', coins);
    let next = await iterator(account, {});
    const pages = [];
    for (let i = 0; i < 3; i++) {
      const page = await account.streams.send(new GetRecordsCommand({ ShardIterator: next, Limit: 2 }));
      pages.push(coinsOf(page.Records));
      next = page.NextShardIterator;
    }
    expect(pages).toEqual([['1', '2'], ['3'], []]);
    await put(account, 'a', 4);
    const page = await account.streams.send(new GetRecordsCommand({ ShardIterator: next }));
    expect(coinsOf(page.Records)).toEqual(['4']);
  });

  it('expires after 15 minutes', async () => {
    const account = await walletAccount({ streamViewType: 'NEW_IMAGE' });
    const ShardIterator = await iterator(account, {});
    account.advance(15 * 60_000 + 1);
    await expect(account.streams.send(new GetRecordsCommand({ ShardIterator }))).rejects.toMatchObject({
      name: 'ExpiredIteratorException',
    });
  });

  it.each<[string, string, Partial<GetShardIteratorCommandInput>]>([
    ['ResourceNotFoundException', 'Stream', { StreamArn: `${walletsArn}/stream/2020-01-01T00:00:00.000` }],
    ['ResourceNotFoundException', 'Shard', { ShardId: 'shardId-00000000000000000000-00000000' }],
    ['ValidationException', 'shardIteratorType', { ShardIteratorType: 'AT_TIMESTAMP' as never }],
    ['ValidationException', 'is required', { ShardIteratorType: 'AT_SEQUENCE_NUMBER' }],
    [
      'ValidationException',
      'is not one of',
      { ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber: '1'.repeat(21) },
    ],
  ])('of something else is a %s: %s', async (name, message, input) => {
    const account = await walletAccount({ streamViewType: 'NEW_IMAGE' });
    await expect(iterator(account, input)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });

  it.each(['nonsense', `${walletsArn}/stream/x|1|bm9uc2Vuc2U`])('%s is refused', async (ShardIterator) => {
    const { registry, iam } = await walletAccount({ streamViewType: 'NEW_IMAGE' });
    const call = registry.call('dynamodbstreams', 'GetRecords', { ShardIterator }, iam.admin);
    await expect(call).rejects.toThrow('Invalid ShardIterator');
  });
});

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
describe('a shard', () => {
  it('is closed after four hours, and its child goes on', async () => {
    const account = await walletAccount({ streamViewType: 'NEW_IMAGE' });
    await put(account, 'a', 1);
    account.advance(4 * hourMs);
    await put(account, 'a', 2);
    const [parent, child, ...others] = await shardsOf(account);
    expect(others).toEqual([]);
    expect(child?.ParentShardId).toBe(parent?.ShardId);
    expect(parent?.SequenceNumberRange?.EndingSequenceNumber).toBeDefined();
    expect(child?.SequenceNumberRange?.EndingSequenceNumber).toBeUndefined();
    const ofParent = await read(account);
    expect(coinsOf(ofParent.Records)).toEqual(['1']);
    expect(ofParent.NextShardIterator).toBeUndefined();
    const ofChild = await read(account, {}, 1);
    expect(coinsOf(ofChild.Records)).toEqual(['2']);
    expect(ofChild.NextShardIterator).toBeDefined();
  });

  it.each([false, true])('gives no record that is older than 24 hours (swept: %s)', async (isSwept) => {
    const account = await walletAccount({ streamViewType: 'NEW_IMAGE' });
    const { dynamodb, advance } = account;
    await put(account, 'a', 1);
    const [SequenceNumber] = sequencesOf((await read(account)).Records);
    advance(3 * hourMs);
    await put(account, 'a', 2);
    advance(21 * hourMs + 1000);
    if (isSwept) await dynamodb.sweep();
    expect(coinsOf((await read(account)).Records)).toEqual(['2']);
    await expect(read(account, { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber })).rejects.toMatchObject({
      name: 'TrimmedDataAccessException',
    });
  });

  it('is not listed any more when all its records are past', async () => {
    const account = await walletAccount({ streamViewType: 'NEW_IMAGE' });
    await put(account, 'a', 1);
    account.advance(5 * hourMs);
    await put(account, 'a', 2);
    const before = await shardsOf(account);
    account.advance(24 * hourMs + 1000);
    await account.dynamodb.sweep();
    expect(await shardsOf(account)).toMatchObject([{ ShardId: before[1]?.ShardId }]);
  });
});

describe('a stream', () => {
  it('is described and listed', async () => {
    const { streams, sdk, iam, registry, streamArn } = await walletAccount({ streamViewType: 'KEYS_ONLY' });
    const { Table } = await sdk.send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
      LatestStreamArn: streamArn,
    });
    expect(streamArn).toBe(`${walletsArn}/stream/${Table?.LatestStreamLabel}`);
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: streamArn }));
    expect(StreamDescription).toMatchObject({
      StreamStatus: 'ENABLED',
      StreamViewType: 'KEYS_ONLY',
      TableName,
      KeySchema: wallets.KeySchema,
    });
    const listed = await registry.call('dynamodbstreams', 'ListStreams', { TableName }, iam.admin);
    const StreamLabel = Table?.LatestStreamLabel;
    expect(listed).toEqual({ Streams: [{ StreamArn: streamArn, TableName, StreamLabel }] });
    expect(await registry.call('dynamodbstreams', 'ListStreams', { TableName: 'None' }, iam.admin)).toEqual({
      Streams: [],
    });
  });

  it('is kept over a restart, and another view type is another stream, beside the old one for 24 hours', async () => {
    const first = await walletAccount({ streamViewType: 'KEYS_ONLY' });
    await put(first, 'a', 1);
    await first.close();
    const second = await walletAccount({ streamViewType: 'KEYS_ONLY', stateDirectory: first.state });
    expect(second.streamArn).toBe(first.streamArn);
    await put(second, 'a', 2);
    expect((await read(second)).Records).toHaveLength(2);
    await second.close();
    const third = await walletAccount({ streamViewType: 'NEW_IMAGE', stateDirectory: first.state });
    expect(third.streamArn).not.toBe(first.streamArn);
    await put(third, 'a', 3);
    expect(coinsOf((await read(third)).Records)).toEqual(['3']);
    const old = { ...third, streamArn: first.streamArn };
    expect((await read(old)).Records).toHaveLength(2);
    expect((await read(old)).NextShardIterator).toBeUndefined();
    third.advance(24 * hourMs + 1000);
    await third.dynamodb.sweep();
    await expect(read(old)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/access-control-overview.html
  it('needs permissions of its own', async () => {
    const account = await walletAccount({ streamViewType: 'KEYS_ONLY', actions: ['dynamodb:DescribeStream'] });
    await expect(read(account)).rejects.toThrow(
      `not authorized to perform: dynamodb:GetShardIterator on resource: ${account.streamArn}`,
    );
    const records = account.streams.send(new GetRecordsCommand({ ShardIterator: `${account.streamArn}|1|x` }));
    await expect(records).rejects.toThrow(`dynamodb:GetRecords on resource: ${account.streamArn}`);
    await expect(account.streams.send(new ListStreamsCommand({}))).rejects.toThrow('dynamodb:ListStreams');
  });
});
