import { createRequire } from 'node:module';
import { BatchWriteCommand, DeleteCommand, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { walletAccount } from './tables.ts';

type Account = Awaited<ReturnType<typeof walletAccount>>;
const TableName = 'Wallets';
const { hashPrefix }: { hashPrefix(key: string, type: string): string } = createRequire(import.meta.url)('dynalite/db');

/** Three players whose keys have the same 24 bits in dynalite, among others. */
function collidingPlayers(): string[] {
  const byHash = new Map<string, string[]>();
  for (let i = 0; ; i++) {
    const player = `player ${i}`;
    const hash = hashPrefix(player, 'S');
    const players = [...(byHash.get(hash) ?? []), player];
    byHash.set(hash, players);
    if (players.length === 3) return ['first', ...players, 'last'].sort();
  }
}

async function withGuild(players: readonly string[]): Promise<Account> {
  const account = await walletAccount();
  const puts = players.map((player) => ({ PutRequest: { Item: { player, guild: 'g' } } }));
  await account.items.send(new BatchWriteCommand({ RequestItems: { [TableName]: puts } }));
  return account;
}

const byGuild = {
  TableName,
  IndexName: 'by-guild',
  KeyConditionExpression: 'guild = :guild',
  ExpressionAttributeValues: { ':guild': 'g' },
};

async function pages({ items }: Account, Limit: number, read: 'query' | 'backwards' | 'scan'): Promise<unknown[]> {
  const found: unknown[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = { Limit, ExclusiveStartKey };
    const output = await (read === 'scan'
      ? items.send(new ScanCommand({ TableName, IndexName: 'by-guild', ...page }))
      : items.send(new QueryCommand({ ...byGuild, ...page, ScanIndexForward: read === 'query' })));
    found.push(...(output.Items ?? []).map(({ player }) => player));
    ExclusiveStartKey = output.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return found;
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html: index keys need not be unique
describe('an index', () => {
  it.each(['query', 'backwards', 'scan'] as const)('holds every item of one index key: %s', async (read) => {
    const players = collidingPlayers();
    const account = await withGuild(players);
    for (const limit of [1, 2, 3, 100]) {
      const found = await pages(account, limit, read);
      expect([limit, found.sort()]).toEqual([limit, players]);
    }
  });

  it('loses the entry of the item that is deleted, and no other', async () => {
    const players = collidingPlayers();
    const account = await withGuild(players);
    await account.items.send(new DeleteCommand({ TableName, Key: { player: players[2] } }));
    expect((await pages(account, 100, 'query')).sort()).toEqual(players.filter((_, index) => index !== 2));
  });
});
