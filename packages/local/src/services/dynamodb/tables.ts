import type { Runtime } from '../../runtime.ts';
import { ServiceError } from '../../service.ts';
import type { Dynalite } from './engine/dynalite.ts';
import type { TableDescription } from './engine/dynalite-modules.ts';
import { validation } from './engine/refusal.ts';
import type { TableStream } from './streams/table-stream.ts';

/** The tables of the template. */
export class Tables {
  readonly #runtime: Pick<Runtime, 'region' | 'accountId'>;
  readonly #dynalite: Dynalite;
  readonly #deletionProtection = new Map<string, boolean>();

  constructor(runtime: Pick<Runtime, 'region' | 'accountId'>, dynalite: Dynalite) {
    this.#runtime = runtime;
    this.#dynalite = dynalite;
  }

  /** From now on requests may name the table. */
  async activate(name: string, deletionProtection: boolean): Promise<TableDescription> {
    const table = await this.#dynalite.table(name);
    if (!table) throw new Error(`table ${name} was not created`);
    // A table that was being created when the process ended stays so otherwise.
    if (table.TableStatus !== 'ACTIVE') {
      table.TableStatus = 'ACTIVE';
      for (const index of table.GlobalSecondaryIndexes ?? []) index.IndexStatus = 'ACTIVE';
      await this.#dynalite.putTable(name, table);
    }
    this.#deletionProtection.set(name, deletionProtection);
    return table;
  }

  async describe(name: string): Promise<TableDescription & { DeletionProtectionEnabled: boolean }> {
    const table = await this.#dynalite.table(name);
    if (!table) throw notFound(name);
    return { ...table, DeletionProtectionEnabled: this.#deletionProtection.get(name) ?? false };
  }

  get names(): string[] {
    return [...this.#deletionProtection.keys()].sort();
  }

  /** The name of a table that exists, given its name or ARN. */
  existing(nameOrArn: unknown): string {
    const name = tableNameOf(nameOrArn);
    if (this.#deletionProtection.has(name)) return name;
    throw notFound(name);
  }

  arn(nameOrArn: unknown): string {
    const { region, accountId } = this.#runtime;
    return `arn:aws:dynamodb:${region}:${accountId}:table/${tableNameOf(nameOrArn)}`;
  }

  streamArn({ tableName, label }: Pick<TableStream, 'tableName' | 'label'>): string {
    return `${this.arn(tableName)}/stream/${label}`;
  }
}

function tableNameOf(value: unknown): string {
  if (typeof value !== 'string' || value === '') {
    throw validation("The parameter 'TableName' is required but was not present in the request");
  }
  return value.replace(/^arn:aws:dynamodb:[^:]*:[^:]*:table\//, '');
}

function notFound(name: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);
}
