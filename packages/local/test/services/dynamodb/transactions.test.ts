import {
  type CancellationReason,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactGetCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { walletAccount, walletsArn } from './tables.ts';

type TransactItems = NonNullable<TransactWriteCommandInput['TransactItems']>;
type Account = Awaited<ReturnType<typeof walletAccount>>;
const TableName = 'Wallets';
const put = (player: string, more: object = {}) => ({ Put: { TableName, Item: { player, coins: 0, ...more } } });
const pay = (player: string, coins: number) => ({
  Update: {
    TableName,
    Key: { player },
    UpdateExpression: 'SET coins = coins + :coins',
    ConditionExpression: 'coins >= :min',
    ExpressionAttributeValues: { ':coins': coins, ':min': -coins },
  },
});
const isPresent = (player: string, more: object = {}) => ({
  ConditionCheck: { TableName, Key: { player }, ConditionExpression: 'attribute_exists(player)', ...more },
});

async function transact({ items }: Account, ...TransactItems: TransactItems) {
  return items.send(new TransactWriteCommand({ TransactItems }));
}

async function reasonsOf(transaction: Promise<unknown>): Promise<CancellationReason[]> {
  const error = await transaction.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (error instanceof TransactionCanceledException) return error.CancellationReasons ?? [];
  throw error ?? new Error('the transaction was not cancelled');
}

async function coinsOf({ items }: Account, player: string): Promise<unknown> {
  const { Item } = await items.send(new GetCommand({ TableName, Key: { player } }));
  return Item?.coins;
}

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
describe('TransactWriteItems', () => {
  it('does all of its operations, with their index entries', async () => {
    const account = await walletAccount();
    await transact(account, put('a', { guild: 'g', coins: 5 }), put('b'), put('c'));
    await transact(
      account,
      {
        Update: {
          ...pay('a', 0).Update,
          UpdateExpression: 'SET coins = coins + :coins, guild = :h',
          ConditionExpression: undefined,
          ExpressionAttributeValues: { ':coins': -2, ':h': 'h' },
        },
      },
      pay('b', 2),
      { Delete: { TableName, Key: { player: 'c' } } },
      put('d', { guild: 'h', coins: 9 }),
    );
    expect(await Promise.all(['a', 'b', 'c', 'd'].map((player) => coinsOf(account, player)))).toEqual([
      3,
      2,
      undefined,
      9,
    ]);
    const inGuild = async (guild: string) => {
      const { Items = [] } = await account.items.send(
        new QueryCommand({
          TableName,
          IndexName: 'by-guild',
          KeyConditionExpression: 'guild = :guild',
          ExpressionAttributeValues: { ':guild': guild },
        }),
      );
      return Items.map(({ player }) => player).sort();
    };
    expect(await inGuild('g')).toEqual([]);
    expect(await inGuild('h')).toEqual(['a', 'd']);
  });

  it('does nothing when a condition fails, and gives a reason for each operation in its order', async () => {
    const account = await walletAccount();
    await transact(account, put('a', { coins: 1 }), put('b', { coins: 7 }));
    const transaction = transact(
      account,
      pay('b', 5),
      {
        Update: {
          ...pay('a', 1).Update,
          ConditionExpression: 'coins > :coins AND coins > :min',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
      isPresent('nobody', { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
      put('c'),
    );
    await expect(transaction).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons ' +
        '[None, ConditionalCheckFailed, ConditionalCheckFailed, None]',
    });
    expect(await reasonsOf(transaction)).toEqual([
      { Code: 'None' },
      {
        Code: 'ConditionalCheckFailed',
        Message: 'The conditional request failed',
        Item: { player: { S: 'a' }, coins: { N: '1' } },
      },
      { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
      { Code: 'None' },
    ]);
    expect(await Promise.all(['a', 'b', 'c'].map((player) => coinsOf(account, player)))).toEqual([1, 7, undefined]);
  });

  it('a condition check that holds changes nothing of its item', async () => {
    const account = await walletAccount();
    await transact(account, put('a', { coins: 3 }));
    await transact(account, isPresent('a'), put('b'));
    expect(await Promise.all(['a', 'b'].map((player) => coinsOf(account, player)))).toEqual([3, 0]);
  });

  it('an update of the wrong type or a key that is none of the table cancels it with ValidationError', async () => {
    const account = await walletAccount();
    await transact(account, put('a', { coins: 'none' }));
    const add = { ...pay('a', 1).Update, ConditionExpression: undefined, ExpressionAttributeValues: { ':coins': 1 } };
    expect(await reasonsOf(transact(account, put('b'), { Update: add }))).toEqual([
      { Code: 'None' },
      { Code: 'ValidationError', Message: 'An operand in the update expression has an incorrect data type' },
    ]);
    expect(await reasonsOf(transact(account, put('b'), { Delete: { TableName, Key: { wallet: 1 } } }))).toEqual([
      { Code: 'None' },
      { Code: 'ValidationError', Message: 'The provided key element does not match the schema' },
    ]);
    expect(await coinsOf(account, 'b')).toBeUndefined();
  });

  it.each<[string, TransactItems]>([
    ['Transaction request cannot include multiple operations on one item', [isPresent('a'), put('a')]],
    ['Member must have length greater than or equal to 1', []],
    ['less than or equal to 100', Array.from({ length: 101 }, (_, i) => put(String(i)))],
    ['TransactItems can only contain one of Put, Update, Delete, ConditionCheck', [{ ...put('a'), ...pay('b', 1) }]],
    ['cannot exceed 4 MB', Array.from({ length: 12 }, (_, i) => put(String(i), { text: 'x'.repeat(380_000) }))],
    ["'ConditionExpression' is required", [isPresent('a', { ConditionExpression: undefined })]],
    ['Invalid UpdateExpression', [{ Update: { TableName, Key: { player: 'a' }, UpdateExpression: 'SAT x' } }]],
  ])('%s is a ValidationException', async (message, TransactItems) => {
    const account = await walletAccount();
    await expect(transact(account, ...TransactItems)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message),
    });
    expect(await coinsOf(account, '0')).toBeUndefined();
  });

  it('100 operations and almost 4 MB are done', async () => {
    const account = await walletAccount();
    await transact(account, ...Array.from({ length: 100 }, (_, i) => put(String(i), { text: 'x'.repeat(40_000) })));
    expect(await coinsOf(account, '99')).toBe(0);
  });

  it('a table that is not there is a ResourceNotFoundException', async () => {
    const account = await walletAccount({ actions: ['dynamodb:*'] });
    const { registry, iam } = account;
    const TransactItems = [{ Put: { TableName: 'None', Item: { player: { S: 'a' } } } }];
    await expect(registry.call('dynamodb', 'TransactWriteItems', { TransactItems }, iam.admin)).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
  });

  it('takes twice the capacity of its writes', async () => {
    const { items } = await walletAccount();
    const TransactItems = [put('a', { text: 'x'.repeat(1500) }), put('b')];
    const output = await items.send(new TransactWriteCommand({ TransactItems, ReturnConsumedCapacity: 'TOTAL' }));
    expect(output.ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 6, WriteCapacityUnits: 6 }]);
  });
});

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-apis-txwriteitems-idempotency
describe('a client request token', () => {
  const request = (token: string, coins: number) =>
    new TransactWriteCommand({ ClientRequestToken: token, TransactItems: [pay('a', coins)] });

  it('does the same request once within 10 minutes, and again after them', async () => {
    const account = await walletAccount();
    await transact(account, put('a'));
    await account.items.send(request('token', 2));
    account.advance(9 * 60_000);
    await account.items.send(request('token', 2));
    expect(await coinsOf(account, 'a')).toBe(2);
    account.advance(61_000);
    await account.items.send(request('token', 2));
    expect(await coinsOf(account, 'a')).toBe(4);
  });

  it('is kept over a restart and refuses other parameters', async () => {
    const first = await walletAccount();
    await transact(first, put('a'));
    await first.items.send(request('token', 2));
    await first.close();
    const second = await walletAccount({ stateDirectory: first.state });
    await second.items.send(request('token', 2));
    expect(await coinsOf(second, 'a')).toBe(2);
    await expect(second.items.send(request('token', 3))).rejects.toMatchObject({
      name: 'IdempotentParameterMismatchException',
    });
  });

  it('of a transaction that was cancelled can be used again', async () => {
    const account = await walletAccount();
    await transact(account, put('a'));
    expect(await reasonsOf(account.items.send(request('token', -1)))).toMatchObject([
      { Code: 'ConditionalCheckFailed' },
    ]);
    await account.items.send(new UpdateCommand({ ...pay('a', 5).Update }));
    await account.items.send(request('token', -1));
    expect(await coinsOf(account, 'a')).toBe(4);
  });

  it('of a transaction that is under way is a TransactionInProgressException', async () => {
    const { registry, iam } = await walletAccount();
    const input = {
      ClientRequestToken: 'token',
      TransactItems: [{ Put: { TableName, Item: { player: { S: 'a' } } } }],
    };
    const call = () => registry.call('dynamodb', 'TransactWriteItems', input, iam.admin);
    const [first, second] = await Promise.allSettled([call(), call()]);
    expect(first).toMatchObject({ status: 'fulfilled' });
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'TransactionInProgressException' } });
  });

  it('longer than 36 characters is refused', async () => {
    const { items } = await walletAccount();
    await expect(items.send(request('x'.repeat(37), 1))).rejects.toThrow('between 1 and 36');
  });
});

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
describe('conflicts', () => {
  const isConflict = (name: string) => ({ status: 'rejected', reason: { name } });

  it('of two transactions cancel one of them, which names the item', async () => {
    const account = await walletAccount();
    await transact(account, put('a'), put('b'));
    const results = await Promise.allSettled([
      transact(account, pay('a', 1), pay('b', 1)),
      transact(account, put('c'), pay('b', 10)),
    ]);
    const failed = results.find(({ status }) => status === 'rejected');
    expect(failed).toMatchObject(isConflict('TransactionCanceledException'));
    const conflict = { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' };
    const [first, second] = results;
    if (second?.status === 'rejected') {
      expect(second.reason.CancellationReasons).toEqual([{ Code: 'None' }, conflict]);
      expect(await coinsOf(account, 'c')).toBeUndefined();
      expect(await coinsOf(account, 'b')).toBe(1);
    } else {
      expect(first).toMatchObject({ reason: { CancellationReasons: [{ Code: 'None' }, conflict] } });
      expect(await coinsOf(account, 'b')).toBe(10);
    }
  });

  it('of a write with a transaction refuse the write, and a batch waits', async () => {
    const { registry, iam, ...account } = await walletAccount();
    const call = (action: string, input: object) => registry.call('dynamodb', action, input, iam.admin);
    const item = (player: string, coins: string) => ({ player: { S: player }, coins: { N: coins } });
    const TransactItems = ['a', 'b'].map((player) => ({ Put: { TableName, Item: item(player, '1') } }));
    const transaction = call('TransactWriteItems', { TransactItems });
    // The plan of a transaction reads its tables first; its items are held afterwards.
    const write = untilConflict(() => call('PutItem', { TableName, Item: item('a', '2') }));
    const batch = call('BatchWriteItem', { RequestItems: { [TableName]: [{ PutRequest: { Item: item('b', '3') } }] } });
    await Promise.all([transaction, batch]);
    await expect(write).resolves.toBe('TransactionConflictException');
    expect(await coinsOf({ registry, iam, ...account }, 'b')).toSatisfy((coins) => coins === 3 || coins === 1);
  });

  /** The code of the refusal; the write is tried for as long as none comes, at most 200 times. */
  async function untilConflict(write: () => Promise<unknown>): Promise<string> {
    for (let attempt = 0; attempt < 200; attempt++) {
      const code = await write().then(
        () => '',
        (error: { code: string }) => error.code,
      );
      if (code !== '') return code;
    }
    return 'none';
  }

  it('of a transactional read with a write cancel the read', async () => {
    const { registry, iam } = await walletAccount();
    const call = (action: string, input: object) => registry.call('dynamodb', action, input, iam.admin);
    const Item = { player: { S: 'a' } };
    const isCancelled = async () => {
      const write = call('PutItem', { TableName, Item });
      const read = call('TransactGetItems', { TransactItems: [{ Get: { TableName, Key: Item } }] });
      const [, result] = await Promise.allSettled([write, read]);
      return result.status === 'rejected' ? result.reason.members.CancellationReasons[0].Code : undefined;
    };
    const codes: unknown[] = [];
    for (let round = 0; round < 50 && !codes.includes('TransactionConflict'); round++) codes.push(await isCancelled());
    expect(codes).toContain('TransactionConflict');
  });
});

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html
describe('TransactGetItems', () => {
  it('answers in the order of the request, with an empty answer for an item that is not there', async () => {
    const account = await walletAccount();
    await transact(account, put('a', { coins: 1 }), put('b', { coins: 2 }));
    const get = (player: string, more: object = {}) => ({ Get: { TableName: walletsArn, Key: { player }, ...more } });
    const { Responses, ConsumedCapacity } = await account.items.send(
      new TransactGetCommand({
        TransactItems: [get('b', { ProjectionExpression: 'coins' }), get('nobody'), get('a')],
        ReturnConsumedCapacity: 'TOTAL',
      }),
    );
    expect(Responses).toEqual([{ Item: { coins: 2 } }, {}, { Item: { player: 'a', coins: 1 } }]);
    expect(ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 6, ReadCapacityUnits: 6 }]);
  });

  it('never sees half of a transaction', async () => {
    const account = await walletAccount();
    await transact(account, put('a', { coins: 100 }), put('b', { coins: 100 }));
    let isOver = false;
    const moveCoins = async () => {
      for (let i = 0; i < 60; i++) await transact(account, pay('a', -1), pay('b', 1));
    };
    const moving = moveCoins().finally(() => {
      isOver = true;
    });
    const sums = new Set<number>();
    while (!isOver) {
      const TransactItems = ['a', 'b'].map((player) => ({ Get: { TableName, Key: { player } } }));
      const read = await account.items.send(new TransactGetCommand({ TransactItems })).catch(() => undefined);
      if (read) sums.add((read.Responses ?? []).reduce((sum, { Item }) => sum + Number(Item?.coins), 0));
    }
    await moving;
    expect([...sums]).toEqual([200]);
  });
});

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
describe('permissions of a transaction', () => {
  it('are those of its operations', async () => {
    const account = await walletAccount({ actions: ['dynamodb:PutItem'] });
    await transact(account, put('a'));
    await expect(transact(account, put('a'), isPresent('b'))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`dynamodb:ConditionCheckItem on resource: ${walletsArn}`),
    });
    const read = new TransactGetCommand({ TransactItems: [{ Get: { TableName, Key: { player: 'a' } } }] });
    await expect(account.items.send(read)).rejects.toThrow(`dynamodb:GetItem on resource: ${walletsArn}`);
  });

  it('can be told from those outside of one by dynamodb:EnclosingOperation', async () => {
    const account = await walletAccount({ actions: [] });
    account.iam.putInlinePolicy('role', 'caller', 'transactions', {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Action: 'dynamodb:PutItem',
        Resource: walletsArn,
        Condition: { 'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': ['TransactWriteItems'] } },
      },
    });
    await transact(account, put('a'));
    await expect(account.items.send(new PutCommand({ TableName, Item: { player: 'a' } }))).rejects.toThrow('PutItem');
  });
});

describe('conditions outside of transactions', () => {
  // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html
  it('answer with the item when it is asked for', async () => {
    const account = await walletAccount();
    await transact(account, put('a', { coins: 4 }));
    const isNew = { TableName, Item: { player: 'a' }, ConditionExpression: 'attribute_not_exists(player)' };
    const write = account.items.send(new PutCommand({ ...isNew, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }));
    await expect(write).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      Item: { player: { S: 'a' }, coins: { N: '4' } },
    });
  });

  // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
  it('are not part of a batch, whose items are written each by itself', async () => {
    const { registry, iam, ...account } = await walletAccount();
    const Item = { player: { S: 'a' }, coins: { N: '1' } };
    const batch = (requests: object[]) =>
      registry.call('dynamodb', 'BatchWriteItem', { RequestItems: { [TableName]: requests } }, iam.admin);
    await expect(
      batch([{ PutRequest: { Item } }, { DeleteRequest: { Key: { player: Item.player } } }]),
    ).rejects.toThrow('Provided list of item keys contains duplicates');
    await expect(batch([{ PutRequest: { Item: { coins: Item.coins } } }])).rejects.toThrow(
      'The provided key element does not match the schema',
    );
    const output = await account.items.send(
      new BatchWriteCommand({
        RequestItems: { [TableName]: ['a', 'b'].map((player) => ({ PutRequest: { Item: { player } } })) },
        ReturnConsumedCapacity: 'TOTAL',
      }),
    );
    expect(output).toMatchObject({ UnprocessedItems: {}, ConsumedCapacity: [{ TableName, CapacityUnits: 2 }] });
  });
});

it('the SDK makes a token of its own for each transaction', async () => {
  const { sdk } = await walletAccount();
  const Put = { TableName, Item: { player: { S: 'a' } } };
  await sdk.send(new TransactWriteItemsCommand({ TransactItems: [{ Put }] }));
  await sdk.send(new TransactWriteItemsCommand({ TransactItems: [{ Put }] }));
});
