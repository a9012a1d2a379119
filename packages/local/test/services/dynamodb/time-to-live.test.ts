import { DescribeStreamCommand, GetRecordsCommand, GetShardIteratorCommand } from '@aws-sdk/client-dynamodb-streams';
import { PutCommand, QueryCommand, ScanCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { walletAccount } from './tables.ts';

type Account = Awaited<ReturnType<typeof walletAccount>>;
const TableName = 'Wallets';
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

const put = ({ items }: Account, player: string, more: object) =>
  items.send(new PutCommand({ TableName, Item: { player, ...more } }));

async function playersIn({ items }: Account): Promise<unknown[]> {
  const { Items = [] } = await items.send(new ScanCommand({ TableName }));
  return Items.map(({ player }) => player).sort();
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
describe('an item expires', () => {
  it('after the time of its attribute, in seconds, with its index entry', async () => {
    const account = await walletAccount({ timeToLiveAttribute: 'expires' });
    await put(account, 'past', { guild: 'g', expires: inSeconds(-10) });
    await put(account, 'soon', { guild: 'g', expires: inSeconds(60) });
    await put(account, 'never', { guild: 'g' });
    await account.dynamodb.sweep();
    expect(await playersIn(account)).toEqual(['never', 'soon']);
    account.advance(70_000);
    await account.dynamodb.sweep();
    expect(await playersIn(account)).toEqual(['never']);
    const { Items } = await account.items.send(
      new QueryCommand({
        TableName,
        IndexName: 'by-guild',
        KeyConditionExpression: 'guild = :guild',
        ExpressionAttributeValues: { ':guild': 'g' },
      }),
    );
    expect(Items).toEqual([{ player: 'never', guild: 'g' }]);
  });

  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html
  it.each<[string, unknown]>([
    ['a text', String(inSeconds(-10))],
    ['milliseconds', Date.now()],
    ['more than five years ago', inSeconds(-5 * 366 * 86_400)],
    ['below zero', -5],
  ])('not when its attribute is %s', async (_, expires) => {
    const account = await walletAccount({ timeToLiveAttribute: 'expires' });
    await put(account, 'a', { expires });
    await account.dynamodb.sweep();
    expect(await playersIn(account)).toEqual(['a']);
  });

  it('not when a transaction moved its time', async () => {
    const account = await walletAccount({ timeToLiveAttribute: 'expires' });
    await put(account, 'a', { expires: inSeconds(-10) });
    const update = {
      TableName,
      Key: { player: 'a' },
      UpdateExpression: 'SET expires = :later',
      ExpressionAttributeValues: { ':later': inSeconds(100) },
    };
    await account.items.send(new TransactWriteCommand({ TransactItems: [{ Update: update }] }));
    await account.dynamodb.sweep();
    expect(await playersIn(account)).toEqual(['a']);
    account.advance(110_000);
    await account.dynamodb.sweep();
    expect(await playersIn(account)).toEqual([]);
  });

  it('by the attribute that the template names now, also those written before', async () => {
    const first = await walletAccount();
    await put(first, 'a', { until: inSeconds(-10) });
    await put(first, 'b', { expires: inSeconds(-10) });
    await first.close();
    const second = await walletAccount({ stateDirectory: first.state, timeToLiveAttribute: 'expires' });
    await second.dynamodb.sweep();
    expect(await playersIn(second)).toEqual(['a']);
    await second.close();
    const third = await walletAccount({ stateDirectory: first.state, timeToLiveAttribute: 'until' });
    await third.dynamodb.sweep();
    expect(await playersIn(third)).toEqual([]);
  });

  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html
  it('as a removal in the stream that names the service', async () => {
    const account = await walletAccount({ timeToLiveAttribute: 'expires', streamViewType: 'OLD_IMAGE' });
    await put(account, 'a', { expires: inSeconds(-10) });
    await account.dynamodb.sweep();
    const { streams, streamArn: StreamArn } = account;
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
    const ShardId = StreamDescription?.Shards?.[0]?.ShardId;
    const start = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
    const { ShardIterator } = await streams.send(new GetShardIteratorCommand(start));
    const { Records } = await streams.send(new GetRecordsCommand({ ShardIterator }));
    expect(Records).toMatchObject([
      { eventName: 'INSERT' },
      {
        eventName: 'REMOVE',
        userIdentity: { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' },
        dynamodb: { OldImage: { player: { S: 'a' } } },
      },
    ]);
    expect(Records?.[0]?.userIdentity).toBeUndefined();
  });
});
