import type { Principal, Services } from '../../../service.ts';
import type { Database, Table } from '../../glue/entities.ts';
import type { TableDefinition } from '../sql/analysis.ts';
import { typeOfHive } from '../sql/hive-type.ts';
import { athenaType } from '../sql/sql-type.ts';

const catalog = 'awsdatacatalog';

/** `information_schema` as the caller may see it: https://docs.aws.amazon.com/athena/latest/ug/querying-glue-catalog.html */
export async function informationSchema(services: Services, caller: Principal, name: string): Promise<TableDefinition> {
  const base = { kind: 'rows', database: 'information_schema', name } as const;
  switch (name) {
    case 'schemata': {
      const databases = await allDatabases(services, caller);
      return {
        ...base,
        columns: ['catalog_name', 'schema_name'],
        rows: databases.map((database) => [catalog, database.Name]),
      };
    }
    case 'tables': {
      const rows = (await everyTable(services, caller)).map((table) => [
        ...[catalog, table.DatabaseName, table.Name],
        table.TableType === 'VIRTUAL_VIEW' ? 'VIEW' : 'BASE TABLE',
      ]);
      return { ...base, columns: ['table_catalog', 'table_schema', 'table_name', 'table_type'], rows };
    }
    case 'columns': {
      const columns = [
        'table_catalog',
        'table_schema',
        'table_name',
        'column_name',
        'ordinal_position',
        'is_nullable',
        'data_type',
      ];
      const rows = (await everyTable(services, caller)).flatMap((table) => {
        const all = [...(table.StorageDescriptor?.Columns ?? []), ...(table.PartitionKeys ?? [])];
        return all.map(({ Name, Type = 'string' }, index) => {
          return [
            catalog,
            table.DatabaseName,
            table.Name,
            Name.toLowerCase(),
            String(index + 1),
            'YES',
            athenaType(typeOfHive(Type.toLowerCase())),
          ];
        });
      });
      return { ...base, columns, rows };
    }
    default:
      return { kind: 'error', error: new Error(`Table '${catalog}.information_schema.${name}' does not exist`) };
  }
}

/** All pages of Glue's GetDatabases. */
export function allDatabases(services: Services, caller: Principal): Promise<Database[]> {
  return everyPage(services, caller, 'GetDatabases', {}, 'DatabaseList');
}

/** All pages of Glue's GetTables. */
export function allTables(services: Services, caller: Principal, database: string): Promise<Table[]> {
  return everyPage(services, caller, 'GetTables', { DatabaseName: database }, 'TableList');
}

async function everyTable(services: Services, caller: Principal): Promise<Table[]> {
  const tables: Table[] = [];
  for (const { Name } of await allDatabases(services, caller))
    tables.push(...(await allTables(services, caller, Name)));
  return tables;
}

async function everyPage<Item>(
  services: Services,
  caller: Principal,
  action: string,
  input: object,
  list: string,
): Promise<Item[]> {
  const items: Item[] = [];
  let NextToken: string | undefined;
  do {
    // Answered by Glue in this process.
    const page = (await services.call('glue', action, { ...input, NextToken }, caller)) as {
      NextToken?: string;
    } & Record<string, Item[]>;
    items.push(...(page[list] ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return items;
}
