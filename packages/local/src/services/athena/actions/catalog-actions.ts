import { type LinearPattern, linearPattern } from '../../../linear-pattern.ts';
import { type Action, type Principal, ServiceError } from '../../../service.ts';
import type { Column, Database, Table } from '../../glue/entities.ts';
import { allDatabases, allTables } from '../tables/information-schema.ts';
import { type AthenaContext, onCatalog, pageOf } from './context.ts';

interface CatalogInput {
  CatalogName?: string;
  Name?: string;
}

interface TableInput extends CatalogInput {
  DatabaseName: string;
  TableName: string;
}

interface Listing extends CatalogInput {
  DatabaseName?: string;
  Expression?: string;
  MaxResults?: number;
  NextToken?: string;
}

/** The Data Catalog through Athena, as clients and dashboards browse it. There is one catalog, `AwsDataCatalog`. */
export function catalogActions(context: AthenaContext): Record<string, Action> {
  const { services } = context.runtime;
  const needs = (action: string) => () => onCatalog(context, action);
  return {
    ListDataCatalogs: {
      permissions: () => [{ action: 'athena:ListDataCatalogs', resource: '*' }],
      run: () => ({ DataCatalogsSummary: [{ CatalogName: 'AwsDataCatalog', Type: 'GLUE' }] }),
    },
    GetDataCatalog: {
      permissions: needs('GetDataCatalog'),
      run: ({ Name = '' }: CatalogInput) => {
        checkCatalog(Name);
        return {
          DataCatalog: {
            Name: 'AwsDataCatalog',
            Type: 'GLUE',
            Parameters: { 'catalog-id': context.runtime.accountId },
          },
        };
      },
    },
    ListDatabases: {
      permissions: needs('ListDatabases'),
      run: async ({ CatalogName = '', MaxResults, NextToken }: Listing, caller) => {
        checkCatalog(CatalogName);
        const { items, ...page } = pageOf(await allDatabases(services, caller), MaxResults, NextToken);
        return { DatabaseList: items.map(describeDatabase), ...page };
      },
    },
    GetDatabase: {
      permissions: needs('GetDatabase'),
      run: async ({ CatalogName = '', DatabaseName = '' }: Listing, caller) => {
        checkCatalog(CatalogName);
        const found = (await fromGlue(context, 'GetDatabase', { Name: DatabaseName }, caller)) as {
          Database: Database;
        };
        return { Database: describeDatabase(found.Database) };
      },
    },
    ListTableMetadata: {
      permissions: needs('ListTableMetadata'),
      run: async ({ CatalogName = '', DatabaseName = '', Expression, MaxResults, NextToken }: Listing, caller) => {
        checkCatalog(CatalogName);
        const pattern = Expression === undefined ? undefined : tablePattern(Expression);
        const tables = (await translated(allTables(services, caller, DatabaseName))).filter(
          ({ Name }) => pattern?.test(Name) ?? true,
        );
        const { items, ...page } = pageOf(tables, MaxResults, NextToken);
        return { TableMetadataList: items.map(describeTable), ...page };
      },
    },
    GetTableMetadata: {
      permissions: needs('GetTableMetadata'),
      run: async ({ CatalogName = '', DatabaseName, TableName }: TableInput, caller) => {
        checkCatalog(CatalogName);
        const found = (await fromGlue(context, 'GetTable', { DatabaseName, Name: TableName }, caller)) as {
          Table: Table;
        };
        return { TableMetadata: describeTable(found.Table) };
      },
    },
  };
}

function checkCatalog(name: string): void {
  if (name.toLowerCase() === 'awsdatacatalog') return;
  throw new ServiceError('InvalidRequestException', `Catalog ${name} does not exist: there is AwsDataCatalog alone.`);
}

function fromGlue({ runtime }: AthenaContext, action: string, input: object, caller: Principal): Promise<unknown> {
  return translated(runtime.services.call('glue', action, input, caller));
}

/** Athena reports what the catalog lacks as an error of the catalog's metadata. */
async function translated<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'EntityNotFoundException') {
      throw new ServiceError('MetadataException', error.message);
    }
    throw error;
  }
}

function describeDatabase({ Name, Description, Parameters }: Database) {
  return { Name, Description, Parameters };
}

function describeTable(table: Table) {
  const column = ({ Name, Type, Comment }: Column) => ({ Name, Type, Comment });
  return {
    Name: table.Name,
    CreateTime: table.CreateTime,
    TableType: table.TableType,
    Columns: (table.StorageDescriptor?.Columns ?? []).map(column),
    PartitionKeys: (table.PartitionKeys ?? []).map(column),
    Parameters: { ...table.Parameters, location: table.StorageDescriptor?.Location ?? '' },
  };
}

/** https://docs.aws.amazon.com/athena/latest/APIReference/API_ListTableMetadata.html */
function tablePattern(expression: string): LinearPattern {
  try {
    return linearPattern(`^(?:${expression})$`, { ignoreCase: true });
  } catch {
    throw new ServiceError('InvalidRequestException', `Invalid expression: ${expression}`);
  }
}
