/** Random writes to the table `Wallets`, and what a simple model says of them. */

export type Wallet = Readonly<Record<'player' | 'coins' | 'guild' | 'op', string | undefined>>;
export type Wallets = ReadonlyMap<string, Wallet>;

export interface RandomWrite {
  /** Written into each item: the record of each change says which write made it. */
  readonly id: string;
  readonly isTransaction: boolean;
  readonly operations: readonly RandomOperation[];
}

export interface RandomOperation {
  readonly kind: 'Put' | 'Update' | 'Delete' | 'ConditionCheck';
  readonly player: string;
  readonly coins: number;
  readonly guild: string | undefined;
}

/** A small generator with a seed: https://en.wikipedia.org/wiki/Linear_congruential_generator */
export function randomNumbers(seed: number): (bound: number) => number {
  let state = seed >>> 0;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

const playerCount = 10;
const guilds = ['north', 'south', undefined];
const kinds = ['Put', 'Update', 'Update', 'Update', 'Delete', 'ConditionCheck'] as const;

export function randomWrite(random: (bound: number) => number, id: string): RandomWrite {
  const isTransaction = random(3) > 0;
  const players = new Set(Array.from({ length: isTransaction ? 1 + random(4) : 1 }, () => `p${random(playerCount)}`));
  const operations = [...players].map((player): RandomOperation => {
    const kind = kinds[random(isTransaction ? kinds.length : kinds.length - 1)] ?? 'Put';
    return { kind, player, coins: random(20) - 8, guild: guilds[random(guilds.length)] };
  });
  return { id, isTransaction, operations };
}

/** The item after an operation; 'refused' when its condition does not hold. */
export function modelOf({ kind, player, coins, guild }: RandomOperation, id: string, wallets: Wallets) {
  const before = wallets.get(player);
  switch (kind) {
    case 'Put':
      return { player, coins: String(Math.abs(coins)), guild, op: id };
    case 'Update': {
      if (!before || Number(before.coins) < -coins) return 'refused';
      return { ...before, coins: String(Number(before.coins) + coins), op: id };
    }
    case 'Delete':
      return before && Number(before.coins) > 3 ? 'refused' : undefined;
    case 'ConditionCheck':
      return before ? before : 'refused';
  }
}

const TableName = 'Wallets';

/** The input of the operation as DynamoDB takes it. */
export function inputOf({ kind, player, coins, guild }: RandomOperation, id: string): object {
  const Key = { player: { S: player } };
  switch (kind) {
    case 'Put':
      return { TableName, Item: itemOf({ player, coins: String(Math.abs(coins)), guild, op: id }) };
    case 'Update':
      return {
        TableName,
        Key,
        UpdateExpression: 'SET coins = coins + :coins, #op = :op',
        ConditionExpression: 'attribute_exists(player) AND coins >= :min',
        ExpressionAttributeNames: { '#op': 'op' },
        ExpressionAttributeValues: { ':coins': { N: String(coins) }, ':min': { N: String(-coins) }, ':op': { S: id } },
      };
    case 'Delete':
      return {
        TableName,
        Key,
        ConditionExpression: 'attribute_not_exists(player) OR coins <= :three',
        ExpressionAttributeValues: { ':three': { N: '3' } },
      };
    case 'ConditionCheck':
      return { TableName, Key, ConditionExpression: 'attribute_exists(player)' };
  }
}

/** The call that does the write: its action and input. */
export function callOf({ id, isTransaction, operations }: RandomWrite): { action: string; input: object } {
  const [operation] = operations;
  if (!isTransaction && operation) return { action: `${operation.kind}Item`, input: inputOf(operation, id) };
  const TransactItems = operations.map((operation) => ({ [operation.kind]: inputOf(operation, id) }));
  return { action: 'TransactWriteItems', input: { TransactItems, ClientRequestToken: id } };
}

export function itemOf({ player, coins, guild, op }: Wallet) {
  return {
    player: { S: player },
    coins: { N: coins },
    ...(guild !== undefined && { guild: { S: guild } }),
    op: { S: op },
  };
}

type Image = Readonly<Record<string, { readonly S?: string; readonly N?: string }>>;

export function walletOf(image: Image): Wallet {
  return { player: image.player?.S, coins: image.coins?.N, guild: image.guild?.S, op: image.op?.S };
}
