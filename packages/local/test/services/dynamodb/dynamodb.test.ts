import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ServiceError } from '../../../src/service.ts';
import { DynamoDb } from '../../../src/services/dynamodb/dynamodb.ts';
import type { TableSettings } from '../../../src/services/dynamodb/table-settings.ts';
import { temporaryDirectory } from '../../../testing/temporary-directory.ts';
import { testRuntime } from '../../../testing/test-runtime.ts';
import { awsAccount } from '../../endpoint/aws-account.ts';

const keys = {
  TableName: 'Keys',
  KeySchema: [
    { AttributeName: 'app', KeyType: 'HASH' },
    { AttributeName: 'key', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'app', AttributeType: 'S' },
    { AttributeName: 'key', AttributeType: 'S' },
    { AttributeName: 'owner', AttributeType: 'S' },
  ],
  BillingMode: 'PAY_PER_REQUEST',
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-owner',
      KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
} satisfies TableSettings;
const arn = 'arn:aws:dynamodb:us-east-1:000000000000:table/Keys';

async function withTable(
  actions: readonly string[] = ['dynamodb:*'],
  resource: string | string[] = [arn, `${arn}/index/*`],
) {
  const account = await awsAccount();
  await account.dynamodb.createTable(keys, { deletionProtection: true });
  const sdk = new DynamoDBClient(account.roleClient(actions, resource));
  const items = DynamoDBDocumentClient.from(sdk, { marshallOptions: { removeUndefinedValues: true } });
  onTestFinished(() => sdk.destroy());
  return { ...account, sdk, items };
}

describe('items', () => {
  it('are put, read, changed and deleted, on conditions', async () => {
    const { items } = await withTable();
    const Key = { app: 'a', key: '1' };
    const TableName = 'Keys';
    const isNew = 'attribute_not_exists(app)';
    await items.send(new PutCommand({ TableName, Item: { ...Key, n: 1 }, ConditionExpression: isNew }));
    await expect(
      items.send(new PutCommand({ TableName, Item: Key, ConditionExpression: isNew })),
    ).rejects.toMatchObject({ name: 'ConditionalCheckFailedException', $metadata: { httpStatusCode: 400 } });
    const changed = await items.send(
      new UpdateCommand({
        TableName,
        Key,
        UpdateExpression: 'SET n = n + :one, #name = :name',
        ExpressionAttributeNames: { '#name': 'name' },
        ExpressionAttributeValues: { ':one': 1, ':name': 'ü' },
        ReturnValues: 'ALL_NEW',
      }),
    );
    expect(changed.Attributes).toEqual({ ...Key, n: 2, name: 'ü' });
    const read = await items.send(new GetCommand({ TableName: arn, Key, ConsistentRead: true }));
    expect(read.Item).toEqual({ ...Key, n: 2, name: 'ü' });
    await items.send(new DeleteCommand({ TableName, Key }));
    expect((await items.send(new GetCommand({ TableName, Key }))).Item).toBeUndefined();
  });

  it('are written in batches and listed page by page, of the right partition only', async () => {
    const { items } = await withTable();
    for (const app of ['a', 'a2', 'b']) {
      const puts = Array.from({ length: 25 }, (_, i) => ({
        PutRequest: { Item: { app, key: String(i).padStart(2, '0'), owner: app } },
      }));
      const { UnprocessedItems } = await items.send(new BatchWriteCommand({ RequestItems: { Keys: puts } }));
      expect(UnprocessedItems).toEqual({});
    }
    const found: unknown[] = [];
    let start: Record<string, unknown> | undefined;
    do {
      const page = await items.send(
        new QueryCommand({
          TableName: 'Keys',
          KeyConditionExpression: 'app = :app',
          ExpressionAttributeValues: { ':app': 'a' },
          ConsistentRead: true,
          Limit: 10,
          ExclusiveStartKey: start,
        }),
      );
      found.push(...(page.Items ?? []).map(({ key }) => key));
      start = page.LastEvaluatedKey;
    } while (start);
    expect(found).toEqual(Array.from({ length: 25 }, (_, i) => String(i).padStart(2, '0')));
    const byOwner = await items.send(
      new QueryCommand({
        TableName: 'Keys',
        IndexName: 'by-owner',
        KeyConditionExpression: '#owner = :owner',
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: { ':owner': 'b' },
      }),
    );
    expect(byOwner.Count).toBe(25);
    expect(
      (await items.send(new ScanCommand({ TableName: 'Keys', Select: 'COUNT', ConsistentRead: true }))).Count,
    ).toBe(75);
    const some = await items.send(
      new BatchGetCommand({
        RequestItems: {
          Keys: {
            Keys: [
              { app: 'a', key: '03' },
              { app: 'z', key: '0' },
            ],
          },
        },
      }),
    );
    expect(some.Responses).toEqual({ Keys: [{ app: 'a', key: '03', owner: 'a' }] });
  });

  it('with the wrong keys are refused', async () => {
    const { items } = await withTable();
    await expect(items.send(new GetCommand({ TableName: 'Keys', Key: { app: 'a' } }))).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'The provided key element does not match the schema',
    });
  });
});

describe('permissions', () => {
  it('are those of the table', async () => {
    const { items } = await withTable(['dynamodb:GetItem'], arn);
    const Key = { app: 'a', key: '1' };
    await items.send(new GetCommand({ TableName: 'Keys', Key }));
    await expect(items.send(new PutCommand({ TableName: 'Keys', Item: Key }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`not authorized to perform: dynamodb:PutItem on resource: ${arn}`),
    });
    await expect(items.send(new GetCommand({ TableName: 'Others', Key }))).rejects.toThrow('table/Others');
    await expect(items.send(new BatchGetCommand({ RequestItems: { Keys: { Keys: [Key] } } }))).rejects.toThrow(
      'dynamodb:BatchGetItem',
    );
  });

  it('of a table do not reach to its indexes', async () => {
    const { items } = await withTable(['dynamodb:Query'], arn);
    const query = { TableName: 'Keys', KeyConditionExpression: 'app = :a', ExpressionAttributeValues: { ':a': 'a' } };
    await items.send(new QueryCommand(query));
    await expect(items.send(new QueryCommand({ ...query, IndexName: 'by-owner' }))).rejects.toThrow(
      `${arn}/index/by-owner`,
    );
  });
});

describe('what is not there is refused by name', () => {
  it.each([
    ['dynamodb.UpdateTable', new UpdateTableCommand({ TableName: 'Keys' })],
    ['dynamodb.ExecuteStatement', new ExecuteStatementCommand({ Statement: 'SELECT * FROM Keys' })],
    ['dynamodb.CreateTable', new CreateTableCommand({ TableName: 'T', KeySchema: [], AttributeDefinitions: [] })],
  ])('%s', async (name, command) => {
    const { items } = await withTable();
    const send: (command: never) => Promise<unknown> = items.send.bind(items);
    await expect(send(command as never)).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: `${name} is not supported by the local runtime (see SUPPORT.md)`,
    });
  });

  it.each<[string, unknown]>([
    ['Colour of dynamodb.PutItem', { Colour: 'red', Item: {} }],
    ['returnValuesOnConditionCheckFailure', { ReturnValuesOnConditionCheckFailure: 'ALL_NEW', Item: {} }],
    ["'TableName' is required", { TableName: undefined }],
    ["'TableName' is required", { TableName: 5 }],
  ])('%s', async (message, input) => {
    const { registry, iam } = await withTable();
    const call = registry.call('dynamodb', 'PutItem', { TableName: 'Keys', ...(input as object) }, iam.admin);
    await expect(call).rejects.toThrow(message);
  });

  it('and so are a table and an empty batch', async () => {
    const { registry, iam } = await withTable();
    const call = (action: string, input: object) => registry.call('dynamodb', action, input, iam.admin);
    await expect(call('GetItem', { TableName: 'None', Key: {} })).rejects.toThrow(
      'Requested resource not found: Table: None not found',
    );
    await expect(call('BatchWriteItem', { RequestItems: {} })).rejects.toThrow('requestItems');
    await expect(call('BatchWriteItem', {})).rejects.toThrow('RequestItems');
    await expect(call('ListTables', { Limit: 0 })).rejects.toThrow('Limit');
  });
});

describe('tables', () => {
  it('are described and listed', async () => {
    const { sdk, dynamodb, registry, iam } = await withTable();
    const { Table } = await sdk.send(new DescribeTableCommand({ TableName: 'Keys' }));
    expect(Table).toMatchObject({
      TableArn: arn,
      TableStatus: 'ACTIVE',
      DeletionProtectionEnabled: true,
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      GlobalSecondaryIndexes: [{ IndexName: 'by-owner', IndexStatus: 'ACTIVE' }],
    });
    for (const TableName of ['Beta', 'Alpha']) {
      await dynamodb.createTable({ ...keys, TableName });
    }
    const list = (input: object) => registry.call('dynamodb', 'ListTables', input, iam.admin);
    expect(await list({})).toEqual({ TableNames: ['Alpha', 'Beta', 'Keys'] });
    expect(await list({ Limit: 1, ExclusiveStartTableName: 'Alpha' })).toEqual({
      TableNames: ['Beta'],
      LastEvaluatedTableName: 'Beta',
    });
  });

  it('are taken up again with their items, unless their shape changed', async () => {
    const state = temporaryDirectory();
    const put = { TableName: 'Keys', Item: { app: { S: 'a' }, key: { S: '1' } } };
    const first = new DynamoDb(testRuntime(state));
    const { tableId } = await first.createTable(keys);
    await first.service.actions.PutItem?.run(put, { arn: '' });
    await first.close();
    const second = new DynamoDb(testRuntime(state));
    onTestFinished(() => second.close());
    expect(await second.createTable(keys)).toEqual({ arn, tableId });
    expect(await second.service.actions.GetItem?.run({ TableName: 'Keys', Key: put.Item }, { arn: '' })).toEqual({
      Item: put.Item,
    });
    const KeySchema = [...keys.KeySchema].reverse();
    await expect(second.createTable({ ...keys, KeySchema })).rejects.toThrow('start with --reset');
    await expect(second.createTable({ ...keys, GlobalSecondaryIndexes: [] })).rejects.toThrow('start with --reset');
  });

  it('that cannot be as they are stated stop by what is wrong', async () => {
    const db = new DynamoDb(testRuntime(temporaryDirectory()));
    onTestFinished(() => db.close());
    await expect(db.createTable({ ...keys, AttributeDefinitions: [] })).rejects.toBeInstanceOf(ServiceError);
  });
});

it('what was acknowledged is there after kill -9', async () => {
  const state = temporaryDirectory();
  const writer = fork(new URL('./put-forever.ts', import.meta.url), [state], { execArgv: ['--import', 'tsx'] });
  const acknowledged: string[] = [];
  writer.on('message', (key) => acknowledged.push(String(key)));
  while (acknowledged.length < 50) await once(writer, 'message');
  writer.kill('SIGKILL');
  await once(writer, 'exit');
  const db = new DynamoDb(testRuntime(state));
  onTestFinished(() => db.close());
  await db.createTable(keys);
  const output = await db.service.actions.Query?.run(
    { TableName: 'Keys', KeyConditionExpression: 'app = :a', ExpressionAttributeValues: { ':a': { S: 'a' } } },
    { arn: '' },
  );
  const { Items } = output as { Items: { key: { S: string } }[] };
  const found = new Set(Items.map(({ key }) => key.S));
  expect(acknowledged.filter((key) => !found.has(key))).toEqual([]);
});

it('a failed write is an error, loses nothing that was acknowledged, and the next one is taken again', async () => {
  const script = new URL('./fill-a-file.ts', import.meta.url).pathname;
  const command = 'ulimit -f 2000; exec "$0" --import tsx "$1" "$2"';
  const { stdout } = await promisify(execFile)('bash', ['-c', command, process.execPath, script, temporaryDirectory()]);
  const { refusal, acknowledged, kept } = JSON.parse(stdout);
  expect(refusal).toMatch(/IO error: .*File too large/);
  expect(acknowledged).toBeGreaterThan(10);
  expect(kept).toBe(acknowledged);
});
