import type { Name, Relation } from 'sql-dialects';
import { SqlError } from 'sql-dialects';
import type { TableDefinition } from './analysis.ts';
import type { Column } from './column.ts';
import type { Context } from './context.ts';
import { printJoin } from './print-join.ts';
import { type PrintedQuery, printQuery } from './print-query.ts';
import { printUnnest } from './print-unnest.ts';
import type { Scan, TableSchema } from './scan.ts';
import { Scope, type ScopeRelation } from './scope.ts';
import { quoted, text, types } from './sql-type.ts';

/** What stands behind FROM, and the columns that it gives. */
export interface PrintedRelation {
  readonly sql: string;
  readonly relations: readonly ScopeRelation[];
  readonly merged: readonly Column[];
}

/** `at.scope` is what lies around the query; `left`: what stands to the left in the same FROM, which UNNEST may name. */
export function printRelation(relation: Relation, at: Context, left?: PrintedRelation): PrintedRelation {
  switch (relation.kind) {
    case 'table':
      return printTable(relation, at);
    case 'derived':
      return named(printQuery(relation.query, at), relation.alias, relation.columnAliases, at);
    case 'unnest':
      return printUnnest(relation, { ...at, scope: new Scope(left?.relations ?? [], left?.merged ?? [], at.scope) });
    case 'join':
      return printJoin(relation, at, left);
    case 'table-function':
      throw new SqlError(`Table function '${relation.name.text}' not registered`, relation, 'FUNCTION_NOT_FOUND');
  }
}

function printTable(relation: Extract<Relation, { kind: 'table' }>, at: Context): PrintedRelation {
  const { parts, alias, columnAliases } = relation;
  const [only] = parts;
  const cte = parts.length === 1 && only !== undefined ? at.ctes.get(only.key) : undefined;
  if (cte !== undefined && only !== undefined) {
    const inside = { ...at, scope: new Scope([]), ctes: cte.visible, database: cte.database };
    const query = printQuery(cte.query, inside);
    const renamed = { ...query, columns: renameColumns(query.columns, cte.columns, only) };
    return named(renamed, alias ?? only, columnAliases, at);
  }
  const definition = at.analysis.table(parts, at.database);
  const qualifiers = alias === undefined ? qualifiersOf(definition) : [alias.key];
  switch (definition.kind) {
    case 'error':
      throw new SqlError(definition.error.message, relation, 'TABLE_NOT_FOUND');
    case 'view': {
      const inside = { ...at, scope: new Scope([]), ctes: new Map(), database: definition.database };
      const query = printQuery(definition.query, inside);
      const names = definition.columns.map((name) => ({ text: name, key: name.toLowerCase() }));
      return named(
        { ...query, columns: renameColumns(query.columns, names, alias) },
        alias,
        columnAliases,
        at,
        qualifiers,
      );
    }
    case 'rows':
      return named(rowsQuery(definition), alias, columnAliases, at, qualifiers);
    case 'table':
      return scanTable(definition.schema, alias, columnAliases, at, qualifiers);
  }
}

function qualifiersOf(definition: TableDefinition): string[] {
  if (definition.kind === 'error') return [];
  const { database, name } = definition.kind === 'table' ? definition.schema : definition;
  return [name, `${database}.${name}`, `awsdatacatalog.${database}.${name}`];
}

function rowsQuery({ columns, rows }: Extract<TableDefinition, { kind: 'rows' }>): PrintedQuery {
  const names = columns.map((_, index) => quoted(`c${index + 1}`));
  const empty = `SELECT ${names.map((name) => `CAST(NULL AS VARCHAR) AS ${name}`).join(', ')} WHERE false`;
  const list = rows.map((row) => `(${row.map(text).join(', ')})`).join(', ');
  return {
    sql: rows.length === 0 ? empty : `SELECT * FROM (VALUES ${list}) AS rows(${names.join(', ')})`,
    columns: columns.map((name, index) => ({
      name,
      sql: names[index] ?? '',
      type: types.varchar,
      partitions: [],
      use: () => undefined,
    })),
  };
}

function scanTable(
  table: TableSchema,
  alias: Name | undefined,
  columnAliases: readonly Name[],
  at: Context,
  qualifiers: readonly string[],
): PrintedRelation {
  const scan: Scan = { view: at.analysis.fresh('athena_scan_'), table, used: new Set(), filters: [] };
  at.analysis.scans.push(scan);
  const name = at.analysis.fresh('t');
  const data = table.columns.map(
    (column): Column => ({
      ...{ name: column.name, sql: `${name}.${quoted(column.name)}`, type: column.type, partitions: [] },
      use: () => scan.used.add(column.name),
    }),
  );
  const keys = table.partitionKeys.map(
    (column): Column => ({
      ...{ name: column.name, sql: `${name}.${quoted(column.name)}`, type: column.type },
      partitions: [{ scan, name: column.name }],
      use: () => scan.used.add(column.name),
    }),
  );
  const path: Column = {
    ...{ name: '$path', sql: `${name}."$path"`, type: types.varchar, partitions: [], hidden: true },
    use: () => scan.used.add('$path'),
  };
  const columns = renameColumns([...data, ...keys], columnAliases, alias);
  return { sql: `${scan.view} AS ${name}`, relations: [{ qualifiers, columns: [...columns, path] }], merged: [] };
}

/** A query in parentheses, with its columns under the names that they have from here. */
function named(
  query: PrintedQuery,
  alias: Name | undefined,
  columnAliases: readonly Name[],
  at: Context,
  qualifiers: readonly string[] = alias === undefined ? [] : [alias.key],
): PrintedRelation {
  const name = at.analysis.fresh('q');
  const columns = query.columns.map((column): Column => ({ ...column, sql: `${name}.${column.sql}` }));
  const relation = { qualifiers, columns: renameColumns(columns, columnAliases, alias) };
  return { sql: `(${query.sql}) AS ${name}`, relations: [relation], merged: [] };
}

export function renameColumns(columns: readonly Column[], names: readonly Name[], of: Name | undefined): Column[] {
  if (names.length === 0) return [...columns];
  if (names.length !== columns.length) {
    throw new SqlError(
      `Column alias list has ${names.length} entries but '${of?.text ?? 'relation'}' has ${columns.length} columns available`,
      undefined,
      'MISMATCHED_COLUMN_ALIASES',
    );
  }
  return columns.map((column, index) => ({ ...column, name: names[index]?.text }));
}
