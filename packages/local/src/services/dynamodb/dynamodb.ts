import { join } from 'node:path';
import type { Runtime } from '../../runtime.ts';
import { type Action, type Permission, type Service, ServiceError } from '../../service.ts';
import { Dynalite } from './dynalite.ts';
import { shapeOf, type TableSettings } from './table-settings.ts';

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

/**
 * DynamoDB: dynalite's tables under `dynamodb/` in the state directory. Only tables of the template exist; transactions,
 * PartiQL, streams and changes of a table are refused by name.
 */
export class DynamoDb {
  readonly service: Service;
  readonly #runtime: Runtime;
  readonly #dynalite: Dynalite;
  readonly #tables = new Map<string, { readonly deletionProtection: boolean }>();

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
    this.#dynalite = new Dynalite(join(runtime.stateDirectory, 'dynamodb'), runtime);
    const onTable = (name: string) => [name, this.#tableAction(name)] as const;
    const onTables = (name: string) => [name, this.#batchAction(name)] as const;
    this.service = {
      name: 'dynamodb',
      targetPrefix: 'DynamoDB_20120810',
      actions: Object.fromEntries<Action>([
        ...['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan', 'DescribeTimeToLive'].map(onTable),
        ...['BatchGetItem', 'BatchWriteItem'].map(onTables),
        ['DescribeTable', { ...this.#tableAction('DescribeTable'), run: (input) => this.#describeTable(input) }],
        [
          'ListTables',
          {
            permissions: () => [{ action: 'dynamodb:ListTables', resource: '*' }],
            run: (input) => this.#listTables(input),
          },
        ],
      ]),
    };
  }

  /**
   * Creates the table or takes up the one that is there. Throws when its keys or indexes differ from those it has:
   * DynamoDB would replace the table, or fill an index, which is not done here.
   */
  async createTable(
    settings: TableSettings,
    { deletionProtection = false }: { deletionProtection?: boolean } = {},
  ): Promise<{ arn: string; tableId: string }> {
    const name = settings.TableName;
    const existing = await this.#dynalite.table(name);
    if (existing && shapeOf(existing) !== shapeOf(settings)) {
      throw new Error(`table ${name} exists with other keys or indexes than the template's: start with --reset`);
    }
    if (!existing) await this.#dynalite.run('CreateTable', settings);
    const table = await this.#dynalite.table(name);
    if (!table) throw new Error(`table ${name} was not created`);
    // A table that was being created when the process ended stays so otherwise.
    if (table.TableStatus !== 'ACTIVE') {
      table.TableStatus = 'ACTIVE';
      for (const index of table.GlobalSecondaryIndexes ?? []) index.IndexStatus = 'ACTIVE';
      await this.#dynalite.putTable(name, table);
    }
    this.#tables.set(name, { deletionProtection });
    return { arn: this.#arn(name), tableId: table.TableId };
  }

  close(): Promise<void> {
    return this.#dynalite.close();
  }

  #tableAction(action: string): Action {
    return {
      permissions: ({ TableName, IndexName }: TableInput): Permission[] => {
        const table = this.#arn(tableName(TableName));
        const resource = typeof IndexName === 'string' ? `${table}/index/${IndexName}` : table;
        return [{ action: `dynamodb:${action}`, resource }];
      },
      run: (input: TableInput & object) => {
        const name = this.#existing(input.TableName);
        return this.#dynalite.run(action, { ...input, TableName: name });
      },
    };
  }

  #batchAction(action: string): Action {
    return {
      permissions: (input: BatchInput): Permission[] =>
        Object.keys(requestItems(input)).map((name) => ({
          action: `dynamodb:${action}`,
          resource: this.#arn(tableName(name)),
        })),
      run: (input: BatchInput & object) => {
        const byName = Object.entries(requestItems(input)).map(([name, items]) => [this.#existing(name), items]);
        return this.#dynalite.run(action, { ...input, RequestItems: Object.fromEntries(byName) });
      },
    };
  }

  async #describeTable({ TableName }: TableInput): Promise<unknown> {
    const name = this.#existing(TableName);
    const table = await this.#dynalite.table(name);
    return { Table: { ...table, DeletionProtectionEnabled: this.#tables.get(name)?.deletionProtection ?? false } };
  }

  /** Dynalite would read through every item for the tables' names. */
  #listTables({ Limit = 100, ExclusiveStartTableName = '' }: ListInput): unknown {
    if (typeof Limit !== 'number' || !Number.isInteger(Limit) || Limit < 1 || Limit > 100) {
      throw validation('Limit must be a whole number from 1 to 100');
    }
    const rest = [...this.#tables.keys()].sort().filter((name) => name > String(ExclusiveStartTableName));
    const TableNames = rest.slice(0, Limit);
    return { TableNames, ...(rest.length > Limit && { LastEvaluatedTableName: TableNames.at(-1) }) };
  }

  #existing(nameOrArn: unknown): string {
    const name = tableName(nameOrArn);
    if (this.#tables.has(name)) return name;
    throw new ServiceError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);
  }

  #arn(name: string): string {
    return `arn:aws:dynamodb:${this.#runtime.region}:${this.#runtime.accountId}:table/${name}`;
  }
}

/** `TableName` takes a name or an ARN. */
function tableName(value: unknown): string {
  if (typeof value !== 'string' || value === '') {
    throw validation("The parameter 'TableName' is required but was not present in the request");
  }
  return value.replace(/^arn:aws:dynamodb:[^:]*:[^:]*:table\//, '');
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

function validation(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}
