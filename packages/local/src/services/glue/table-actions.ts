import { type LinearPattern, linearPattern } from '../../linear-pattern.ts';
import { type Action, ServiceError } from '../../service.ts';
import type { GlueContext } from './context.ts';
import type { TableInput } from './entities.ts';
import { pageOf } from './page.ts';
import { catalogPermissions } from './permissions.ts';
import { putTable } from './put-entities.ts';

interface TableAddress {
  DatabaseName: string;
  Name: string;
}

interface TableVersionAddress {
  DatabaseName: string;
  TableName: string;
  VersionId?: string;
}

interface TableListing {
  DatabaseName: string;
  /** A regular expression on the whole name. */
  Expression?: string;
  MaxResults?: number;
  NextToken?: string;
}

interface TableChange {
  DatabaseName: string;
  TableInput: TableInput;
}

/** https://docs.aws.amazon.com/glue/latest/webapi/API_UpdateTable.html */
interface TableUpdate extends TableChange {
  /** The version that the caller has read: when it is not the current one, nothing is changed. */
  VersionId?: string;
  /** Without it, the version before the change is kept beside the new one. Default false. */
  SkipArchive?: boolean;
}

/** Reading and changing tables. */
export function tableActions(context: GlueContext): Record<string, Action> {
  const { runtime, catalog } = context;
  const onTable = (action: string) => (input: { DatabaseName: string; Name?: string; TableName?: string }) =>
    catalogPermissions(runtime, action, input.DatabaseName, input.Name ?? input.TableName ?? '');
  const onInput = (action: string) => (input: TableChange) =>
    catalogPermissions(runtime, action, input.DatabaseName, input.TableInput.Name);
  const versionsOf = async ({ DatabaseName, TableName }: TableVersionAddress) => {
    const tables = await catalog().versions(DatabaseName, TableName);
    return tables.map((table) => ({ Table: table, VersionId: table.VersionId }));
  };
  return {
    GetTable: {
      permissions: onTable('GetTable'),
      run: ({ DatabaseName, Name }: TableAddress) => ({ Table: catalog().table(DatabaseName, Name) }),
    },
    GetTables: {
      permissions: ({ DatabaseName }: TableListing) => catalogPermissions(runtime, 'GetTables', DatabaseName, '*'),
      run: ({ DatabaseName, Expression, MaxResults, NextToken }: TableListing) => {
        const pattern = Expression === undefined ? undefined : tablePattern(Expression);
        const tables = catalog()
          .tables(DatabaseName)
          .filter(({ Name }) => pattern?.test(Name) ?? true);
        const { items, nextToken } = pageOf(tables, MaxResults, NextToken);
        return { TableList: items, NextToken: nextToken };
      },
    },
    GetTableVersion: {
      permissions: onTable('GetTableVersion'),
      run: async (input: TableVersionAddress) => {
        const versions = await versionsOf(input);
        const version = versions.find(({ VersionId }) => VersionId === (input.VersionId ?? VersionId));
        if (version !== undefined) return { TableVersion: version };
        throw new ServiceError('EntityNotFoundException', `Version ${input.VersionId} not found.`);
      },
    },
    GetTableVersions: {
      permissions: onTable('GetTableVersions'),
      run: async (input: TableVersionAddress & { MaxResults?: number; NextToken?: string }) => {
        const { items, nextToken } = pageOf(await versionsOf(input), input.MaxResults, input.NextToken);
        return { TableVersions: items, NextToken: nextToken };
      },
    },
    CreateTable: {
      permissions: onInput('CreateTable'),
      run: async ({ DatabaseName, TableInput }: TableChange) => {
        if (catalog().findTable(DatabaseName, TableInput.Name) !== undefined) {
          throw new ServiceError('AlreadyExistsException', 'Table already exists.');
        }
        await putTable(context, DatabaseName, TableInput);
        return {};
      },
    },
    UpdateTable: {
      permissions: onInput('UpdateTable'),
      run: async ({ DatabaseName, TableInput, VersionId, SkipArchive = false }: TableUpdate) => {
        const current = catalog().table(DatabaseName, TableInput.Name);
        if (VersionId !== undefined && VersionId !== current.VersionId) {
          const message = 'Update table failed due to concurrent modifications.';
          throw new ServiceError('ConcurrentModificationException', message);
        }
        await putTable(context, DatabaseName, TableInput);
        if (!SkipArchive) await catalog().archive(current);
        return {};
      },
    },
    DeleteTable: {
      permissions: onTable('DeleteTable'),
      run: async ({ DatabaseName, Name }: TableAddress) => {
        await catalog().removeTable(DatabaseName, Name);
        return {};
      },
    },
  };
}

function tablePattern(expression: string): LinearPattern {
  try {
    return linearPattern(`^(?:${expression})$`, { ignoreCase: true });
  } catch {
    throw new ServiceError('InvalidInputException', `Invalid expression: ${expression}`);
  }
}
