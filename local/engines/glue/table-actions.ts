import { type Action, ServiceError } from '../../service.ts';
import type { TableInput } from './catalog.ts';
import { type GlueContext, putTable } from './glue.ts';
import { pageOf } from './page.ts';
import { catalogPermissions } from './permissions.ts';

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

/** Reading and changing tables. Earlier versions of a table are not kept: the current one is its only version. */
export function tableActions(context: GlueContext): Record<string, Action> {
  const { runtime, catalog } = context;
  const onTable = (action: string) => (input: { DatabaseName: string; Name?: string; TableName?: string }) =>
    catalogPermissions(runtime, action, input.DatabaseName, input.Name ?? input.TableName ?? '');
  const onInput = (action: string) => (input: TableChange) =>
    catalogPermissions(runtime, action, input.DatabaseName, input.TableInput.Name);
  const versionOf = ({ DatabaseName, TableName }: TableVersionAddress) => {
    const table = catalog().table(DatabaseName, TableName);
    return { Table: table, VersionId: table.VersionId };
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
      run: (input: TableVersionAddress) => {
        const version = versionOf(input);
        if (input.VersionId !== undefined && input.VersionId !== version.VersionId) {
          throw new ServiceError('EntityNotFoundException', `Version ${input.VersionId} not found.`);
        }
        return { TableVersion: version };
      },
    },
    GetTableVersions: {
      permissions: onTable('GetTableVersions'),
      run: (input: TableVersionAddress) => ({ TableVersions: [versionOf(input)] }),
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
      run: async ({ DatabaseName, TableInput }: TableChange) => {
        catalog().table(DatabaseName, TableInput.Name);
        await putTable(context, DatabaseName, TableInput);
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

function tablePattern(expression: string): RegExp {
  try {
    return new RegExp(`^(?:${expression})$`, 'i');
  } catch {
    throw new ServiceError('InvalidInputException', `Invalid expression: ${expression}`);
  }
}
