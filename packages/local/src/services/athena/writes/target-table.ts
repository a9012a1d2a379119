import type { Name } from 'sql-dialects';
import { SqlError } from 'sql-dialects';
import { type Principal, ServiceError, type Services } from '../../../service.ts';
import type { Table } from '../../glue/entities.ts';

/** The table that a statement is to make, fill or drop. */
export interface TargetTable {
  readonly database: string;
  readonly name: string;
  /** Undefined: there is none yet. */
  readonly table: Table | undefined;
}

interface Asking {
  readonly runtime: { readonly services: Services };
  readonly caller: Principal;
  readonly database: string;
}

/** Throws `SCHEMA_NOT_FOUND` for a database that there is not. */
export async function targetOf({ runtime, caller, database }: Asking, parts: readonly Name[]): Promise<TargetTable> {
  const [name = '', schema = database] = [...parts].reverse().map(({ key }) => key);
  const ask = (action: string, input: object) => runtime.services.call('glue', action, input, caller);
  try {
    await ask('GetDatabase', { Name: schema });
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw new SqlError(`Schema '${schema}' does not exist`, { line: 1, column: 1 }, 'SCHEMA_NOT_FOUND');
  }
  try {
    // Answered by Glue in this process.
    const { Table: table } = (await ask('GetTable', { DatabaseName: schema, Name: name })) as { Table: Table };
    return { database: schema, name, table };
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return { database: schema, name, table: undefined };
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof ServiceError && error.code === 'EntityNotFoundException';
}
