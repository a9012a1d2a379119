import type { Action, Permission, Service } from '../../service.ts';
import { batchWrite } from './engine/batch-write.ts';
import { pagedView, type ReadInput } from './engine/index-entries.ts';
import { validation } from './engine/refusal.ts';
import type { TableStreams } from './streams/table-streams.ts';
import type { Tables } from './tables.ts';
import type { TimeToLive } from './time-to-live.ts';
import { transactGetItems } from './transactions/transact-get-items.ts';
import { operationsIn } from './transactions/transact-items.ts';
import { transactWriteItems, writesOf } from './transactions/transact-write-items.ts';
import type { TransactionContext } from './transactions/transaction-context.ts';

export interface TableContext extends TransactionContext {
  readonly tables: Tables;
  readonly streams: TableStreams;
  readonly timeToLive: TimeToLive;
}

interface TableInput {
  readonly TableName?: unknown;
  readonly IndexName?: unknown;
}
interface BatchInput {
  readonly RequestItems?: unknown;
}
interface ListInput {
  readonly Limit?: unknown;
  readonly ExclusiveStartTableName?: unknown;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html */
export function tableService(context: TableContext): Service {
  const { dynalite, writer, tables } = context;
  const onTable = (name: string, run: (input: TableInput & { TableName: string }) => unknown): [string, Action] => [
    name,
    {
      permissions: ({ TableName, IndexName }: TableInput) => {
        const table = tables.arn(TableName);
        const resource = typeof IndexName === 'string' ? `${table}/index/${IndexName}` : table;
        return [{ action: `dynamodb:${name}`, resource }];
      },
      run: (input: TableInput) => run({ ...input, TableName: tables.existing(input.TableName) }),
    },
  ];
  const read = (name: string) => onTable(name, (input) => readItems(context, name, input));
  const write = (name: string) => onTable(name, (input) => writer.write(name, input));
  const onTables = (name: string, run: (input: object) => unknown): [string, Action] => [
    name,
    {
      permissions: (input: BatchInput) =>
        Object.keys(requestItems(input)).map((table) => ({
          action: `dynamodb:${name}`,
          resource: tables.arn(table),
        })),
      run: (input: BatchInput) => {
        const byName = Object.entries(requestItems(input)).map(([table, items]) => [tables.existing(table), items]);
        return run({ ...input, RequestItems: Object.fromEntries(byName) });
      },
    },
  ];
  return {
    name: 'dynamodb',
    targetPrefix: 'DynamoDB_20120810',
    actions: Object.fromEntries<Action>([
      onTable('GetItem', (input) => dynalite.run('GetItem', input)),
      ...['Query', 'Scan'].map(read),
      ...['PutItem', 'UpdateItem', 'DeleteItem'].map(write),
      onTables('BatchGetItem', (input) => dynalite.run('BatchGetItem', input)),
      onTables('BatchWriteItem', (input) => batchWrite(input, dynalite, writer)),
      onTable('DescribeTable', ({ TableName }) => describeTable(context, TableName)),
      onTable('DescribeTimeToLive', ({ TableName }) => describeTimeToLive(context, TableName)),
      ['ListTables', { permissions: () => listPermissions, run: (input: ListInput) => listTables(context, input) }],
      ['TransactWriteItems', transactionAction(context, 'TransactWriteItems', writesOf, transactWriteItems)],
      ['TransactGetItems', transactionAction(context, 'TransactGetItems', readsOf, transactGetItems)],
    ]),
  };
}

const listPermissions: readonly Permission[] = [{ action: 'dynamodb:ListTables', resource: '*' }];

/**
 * A transaction needs the permissions of its operations.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 */
function transactionAction(
  context: TableContext,
  name: string,
  neededBy: (request: object) => readonly { readonly action: string; readonly tableName: unknown }[],
  run: (context: TransactionContext, request: object) => Promise<unknown>,
): Action {
  return {
    permissions: (request: object) =>
      neededBy(request).map(({ action, tableName }) => ({
        action: `dynamodb:${action}`,
        resource: context.tables.arn(tableName),
        context: { 'dynamodb:enclosingoperation': name },
      })),
    run: (request: object) => run(context, request),
  };
}

function readsOf(request: object) {
  return operationsIn(request, ['Get']).map(({ input }) => ({ action: 'GetItem', tableName: input.TableName }));
}

async function readItems({ dynalite, tables, open }: TableContext, name: string, input: TableInput): Promise<unknown> {
  const parsed: ReadInput = await dynalite.parse(name, input);
  const table = await tables.describe(parsed.TableName);
  return dynalite.execute(name, pagedView(await open(), table, parsed), parsed);
}

async function describeTable({ tables, streams }: TableContext, name: string): Promise<unknown> {
  const table = await tables.describe(name);
  const stream = streams.enabled(name);
  return {
    Table: {
      ...table,
      ...(stream && {
        StreamSpecification: { StreamEnabled: true, StreamViewType: stream.viewType },
        LatestStreamLabel: stream.label,
        LatestStreamArn: tables.streamArn(stream),
      }),
    },
  };
}

function describeTimeToLive({ timeToLive }: TableContext, name: string): unknown {
  const AttributeName = timeToLive.attributeOf(name);
  const TimeToLiveDescription =
    AttributeName === undefined ? { TimeToLiveStatus: 'DISABLED' } : { TimeToLiveStatus: 'ENABLED', AttributeName };
  return { TimeToLiveDescription };
}

/** Dynalite would read through every item for the tables' names. */
function listTables({ tables }: TableContext, { Limit = 100, ExclusiveStartTableName = '' }: ListInput): unknown {
  if (typeof Limit !== 'number' || !Number.isInteger(Limit) || Limit < 1 || Limit > 100) {
    throw validation('Limit must be a whole number from 1 to 100');
  }
  const rest = tables.names.filter((name) => name > String(ExclusiveStartTableName));
  const TableNames = rest.slice(0, Limit);
  return { TableNames, ...(rest.length > Limit && { LastEvaluatedTableName: TableNames.at(-1) }) };
}

function requestItems({ RequestItems }: BatchInput): Readonly<Record<string, unknown>> {
  if (typeof RequestItems !== 'object' || RequestItems === null || Array.isArray(RequestItems)) {
    throw validation("The parameter 'RequestItems' is required but was not present in the request");
  }
  const items = { ...RequestItems };
  if (Object.keys(items).length > 0) return items;
  throw validation(
    "1 validation error detected: Value '{}' at 'requestItems' failed to satisfy constraint: " +
      'Member must have length greater than or equal to 1',
  );
}
