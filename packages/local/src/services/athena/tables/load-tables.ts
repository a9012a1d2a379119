import type { Name, Query } from 'sql-dialects';
import { walk } from 'sql-dialects';
import { parseStatement } from 'sql-dialects/trino';
import { type Principal, ServiceError, type Services } from '../../../service.ts';
import type { Column, Table } from '../../glue/entities.ts';
import type { TableDefinition } from '../sql/analysis.ts';
import { typeOfHive } from '../sql/hive-type.ts';
import type { SchemaColumn, TableSchema } from '../sql/scan.ts';
import { informationSchema } from './information-schema.ts';

/** The tables that a query names, its views' tables among them. */
export interface LoadedTables {
  find(parts: readonly Name[], database: string): TableDefinition;
  /** The catalog's table of a schema that `find` gave. */
  tableOf(schema: TableSchema): Table;
  /** `database.table` of all of them. */
  readonly names: ReadonlySet<string>;
}

/** Asks Glue, as the caller, for every table that the query may read. What cannot be read is an error only when used. */
export async function loadTables(
  services: Services,
  caller: Principal,
  query: Query,
  database: string,
): Promise<LoadedTables> {
  const definitions = new Map<string, TableDefinition>();
  const tables = new Map<TableSchema, Table>();
  const load = async (tree: Query, within: string): Promise<void> => {
    for (const parts of namesIn(tree)) {
      const key = keyOf(parts, within);
      if (definitions.has(key)) continue;
      const [schema = '', name = ''] = key.split('\n');
      const definition = await define(services, caller, schema, name, tables);
      definitions.set(key, definition);
      if (definition.kind === 'view') await load(definition.query, definition.database);
    }
  };
  await load(query, database);
  return {
    names: new Set([...definitions.keys()].map((key) => key.replace('\n', '.'))),
    find: (parts, within) => definitions.get(keyOf(parts, within)) ?? missing(keyOf(parts, within)),
    tableOf: (schema) => {
      const table = tables.get(schema);
      if (table === undefined) throw new Error(`no table ${schema.name}`);
      return table;
    },
  };
}

function namesIn(query: Query): (readonly Name[])[] {
  const names: (readonly Name[])[] = [];
  walk(query, (node) => {
    if (node.kind === 'table') names.push(node.parts);
  });
  return names;
}

/** Database and table, lower case; the catalog before them is always the one there is. */
function keyOf(parts: readonly Name[], database: string): string {
  const [name, schema] = [...parts].reverse();
  return `${schema?.key ?? database}\n${name?.key ?? ''}`;
}

function missing(key: string): TableDefinition {
  return { kind: 'error', error: new Error(`Table 'awsdatacatalog.${key.replace('\n', '.')}' does not exist`) };
}

async function define(
  services: Services,
  caller: Principal,
  database: string,
  name: string,
  tables: Map<TableSchema, Table>,
): Promise<TableDefinition> {
  if (database === 'information_schema') return informationSchema(services, caller, name);
  let table: Table;
  try {
    // Answered by GetTable of this process.
    ({ Table: table } = (await services.call('glue', 'GetTable', { DatabaseName: database, Name: name }, caller)) as {
      Table: Table;
    });
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    if (error.code === 'EntityNotFoundException') return missing(`${database}\n${name}`);
    return { kind: 'error', error: new Error(`Insufficient permissions to execute the query. ${error.message}`) };
  }
  if (table.TableType === 'VIRTUAL_VIEW') return viewOf(table);
  const schema: TableSchema = {
    database: table.DatabaseName,
    name: table.Name,
    columns: columnsOf(table.StorageDescriptor?.Columns),
    partitionKeys: columnsOf(table.PartitionKeys),
  };
  tables.set(schema, table);
  return { kind: 'table', schema };
}

function columnsOf(columns: readonly Column[] = []): SchemaColumn[] {
  return columns.map(({ Name: name, Type = 'string' }) => ({
    name: name.toLowerCase(),
    type: typeOfHive(Type.toLowerCase()),
  }));
}

interface ViewDocument {
  readonly originalSql: string;
  readonly schema?: string;
  readonly columns?: readonly { readonly name: string }[];
}

function viewOf(table: Table): TableDefinition {
  const encoded = /^\/\* Presto View: (.*) \*\/$/s.exec(table.ViewOriginalText ?? '')?.[1];
  if (encoded === undefined) return { kind: 'error', error: new Error(`View '${table.Name}' is not an Athena view`) };
  try {
    // Its form was checked where it is read below: a view without SQL does not parse.
    const document = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')) as ViewDocument;
    const statement = parseStatement(document.originalSql);
    if (statement.kind !== 'select') throw new Error('it is no SELECT');
    const columns = (document.columns ?? []).map(({ name }) => name);
    return {
      kind: 'view',
      database: document.schema ?? table.DatabaseName,
      name: table.Name,
      query: statement.query,
      columns,
    };
  } catch (error) {
    return {
      kind: 'error',
      error: new Error(
        `View '${table.DatabaseName}.${table.Name}' is invalid: ${error instanceof Error ? error.message : error}`,
      ),
    };
  }
}
