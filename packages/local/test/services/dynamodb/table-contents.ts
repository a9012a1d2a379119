import type { DynamoDb } from '../../../src/services/dynamodb/dynamodb.ts';
import { type Wallet, walletOf } from './random-writes.ts';

type Image = Parameters<typeof walletOf>[0];

export interface WalletChange {
  readonly before: Wallet | undefined;
  readonly after: Wallet | undefined;
  readonly player: string | undefined;
}

interface ReadRecords {
  readonly Records: readonly { dynamodb: { Keys: Image; NewImage?: Image; OldImage?: Image } }[];
  readonly NextShardIterator?: string;
}

/** All that the table `Wallets` holds: its items, the entries of its index, and the changes of its stream. */
export async function contentsOf(db: DynamoDb, StreamArn: string) {
  const call = (action: string, input: object) => {
    const { actions } = action in db.service.actions ? db.service : db.streamService;
    return actions[action]?.run(input, { arn: '' });
  };
  const scan = async (input: object) => {
    const { Items } = (await call('Scan', { TableName: 'Wallets', ...input })) as { Items: Image[] };
    return Items.map(walletOf).sort((a, b) => ((a.player ?? '') < (b.player ?? '') ? -1 : 1));
  };
  const described = await call('DescribeStream', { StreamArn });
  const { StreamDescription } = described as { StreamDescription: { Shards: { ShardId: string }[] } };
  const changes: WalletChange[] = [];
  for (const { ShardId } of StreamDescription.Shards) {
    const start = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
    let { ShardIterator } = (await call('GetShardIterator', start)) as { ShardIterator?: string };
    while (ShardIterator !== undefined) {
      const { Records, NextShardIterator } = (await call('GetRecords', { ShardIterator })) as ReadRecords;
      if (Records.length === 0) break;
      for (const { dynamodb } of Records) changes.push(changeOf(dynamodb));
      ShardIterator = NextShardIterator;
    }
  }
  return { items: await scan({}), index: await scan({ IndexName: 'by-guild' }), changes };
}

function changeOf({ Keys, NewImage, OldImage }: ReadRecords['Records'][number]['dynamodb']): WalletChange {
  return {
    player: Keys.player?.S,
    before: OldImage && walletOf(OldImage),
    after: NewImage && walletOf(NewImage),
  };
}

/** What the items must be after the changes; throws when one does not follow on the state before it. */
export function replay(changes: readonly WalletChange[]): Wallet[] {
  const wallets = new Map<string, Wallet>();
  for (const [index, { player = '', before, after }] of changes.entries()) {
    if (JSON.stringify(wallets.get(player)) !== JSON.stringify(before)) {
      throw new Error(`change ${index} of ${player} does not follow on ${JSON.stringify(wallets.get(player))}`);
    }
    if (after) wallets.set(player, after);
    else wallets.delete(player);
  }
  return [...wallets.values()].sort((a, b) => ((a.player ?? '') < (b.player ?? '') ? -1 : 1));
}
