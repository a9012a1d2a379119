import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { DynamoDbStreamReader } from '../../../src/services/dynamodb/streams/stream-reader.ts';
import type { ShardStart } from '../../../src/services/kinesis/stream-reader.ts';
import { walletAccount } from './tables.ts';

const hourMs = 3_600_000;

async function readable() {
  const account = await walletAccount({ streamViewType: 'KEYS_ONLY' });
  const put = (player: string) => account.items.send(new PutCommand({ TableName: 'Wallets', Item: { player } }));
  const reader = new DynamoDbStreamReader(account.registry, account.streamArn, account.iam.admin);
  const shard = async (start: ShardStart) => {
    const [first] = await reader.listShards();
    return reader.openShard(first?.id ?? '', start);
  };
  return { ...account, put, reader, shard };
}

const playersOf = (read: { records: readonly { partitionKey: string }[] } | undefined) =>
  read?.records.map(({ partitionKey }) => JSON.parse(partitionKey).player.S);

describe('a reader of a table’s stream', () => {
  it('reads to the tip, and goes on behind it', async () => {
    const { put, shard } = await readable();
    for (const player of ['a', 'b', 'c']) await put(player);
    const reading = await shard('TRIM_HORIZON');
    const first = await reading.read(2);
    expect([playersOf(first), first?.atTip, first?.ended]).toEqual([['a', 'b'], false, false]);
    expect(playersOf(await reading.read(2))).toEqual(['c']);
    expect(await reading.read(2)).toEqual({ records: [], atTip: true, ended: false });
    await put('d');
    expect(playersOf(await reading.read(2))).toEqual(['d']);
  });

  it('goes on behind a record, also when that is past its retention', async () => {
    const { put, shard, advance, dynamodb } = await readable();
    await put('a');
    const [record] = (await (await shard('TRIM_HORIZON')).read(1))?.records ?? [];
    const after = record?.sequenceNumber ?? '';
    await put('b');
    expect(playersOf(await (await shard({ after })).read(10))).toEqual(['b']);
    advance(3 * hourMs);
    await put('c');
    advance(21 * hourMs + 1000);
    await dynamodb.sweep();
    expect(playersOf(await (await shard({ after })).read(10))).toEqual(['c']);
  });

  it('leaves out what is older than a time', async () => {
    const { put, shard, advance } = await readable();
    await put('a');
    advance(60_000);
    await put('b');
    expect(playersOf(await (await shard({ since: Date.now() + 30_000 })).read(10))).toEqual(['b']);
  });

  it('takes a new iterator when its own has expired', async () => {
    const { put, shard, advance } = await readable();
    await put('a');
    await put('b');
    const reading = await shard('TRIM_HORIZON');
    await reading.read(1);
    advance(16 * 60_000);
    expect(await reading.read(1)).toBeUndefined();
    expect(playersOf(await reading.read(1))).toEqual(['b']);
  });

  it('ends with a closed shard, whose child names it', async () => {
    const { put, reader, shard, advance } = await readable();
    await put('a');
    advance(4 * hourMs);
    await put('b');
    const [parent, child] = await reader.listShards();
    expect(child?.parents).toEqual([parent?.id]);
    const read = await (await shard('TRIM_HORIZON')).read(10);
    expect([playersOf(read), read?.ended, read?.atTip]).toEqual([['a'], true, true]);
  });
});
