import type { TableDefinition } from './analysis.ts';
import type { Column } from './column.ts';
import { type EqualPair, equalPairs, withEquals } from './equal-columns.ts';
import { printExpression } from './print-expression.ts';
import { type PrintedQuery, printQuery } from './print-query.ts';
import { printUnnest } from './print-unnest.ts';
import { conjuncts, pushFilter } from './push-filter.ts';
import type { Scan, TableSchema } from './scan.ts';
import { Scope, type ScopeRelation } from './scope.ts';
import { SqlError } from './sql-error.ts';
import { quoted, text, types } from './sql-type.ts';
import type { Surroundings } from './surroundings.ts';
import type { Name, Relation } from './syntax.ts';

/** What stands behind FROM, and the columns that it gives. */
export interface PrintedRelation {
  readonly sql: string;
  readonly relations: readonly ScopeRelation[];
  readonly merged: readonly Column[];
}

/** `at.scope` is what lies around the query; `left`: what stands to the left in the same FROM, which UNNEST may name. */
export function printRelation(relation: Relation, at: Surroundings, left?: PrintedRelation): PrintedRelation {
  switch (relation.kind) {
    case 'table':
      return printTable(relation, at);
    case 'derived':
      return named(printQuery(relation.query, at), relation.alias, relation.columnAliases, at);
    case 'unnest':
      return printUnnest(relation, { ...at, scope: new Scope(left?.relations ?? [], left?.merged ?? [], at.scope) });
    case 'join':
      return printJoin(relation, at, left);
  }
}

function printTable(relation: Extract<Relation, { kind: 'table' }>, at: Surroundings): PrintedRelation {
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
  at: Surroundings,
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
  at: Surroundings,
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

function printJoin(
  join: Extract<Relation, { kind: 'join' }>,
  at: Surroundings,
  outer?: PrintedRelation,
): PrintedRelation {
  const left = printRelation(join.left, at, outer);
  const right = printRelation(join.right, at, left);
  const merged = [...left.merged, ...right.merged];
  const inside = { ...at, scope: new Scope([...left.relations, ...right.relations], merged, at.scope) };
  const conditions = join.on === undefined ? [] : conjuncts(join.on);
  const sides = learned(left.relations, right.relations, equalPairs(conditions, inside.scope), join.type);
  if (join.type === 'inner') {
    const scope = new Scope([...sides.left, ...sides.right], merged, at.scope);
    for (const condition of conditions) pushFilter(condition, { ...inside, scope });
  } else if (join.type === 'left') {
    const rightColumns = new Set(right.relations.flatMap(({ columns }) => columns));
    for (const condition of conditions) pushFilter(condition, inside, (column) => rightColumns.has(column));
  }
  const word = join.type === 'cross' ? 'CROSS' : join.type.toUpperCase();
  const isLateral = join.right.kind === 'unnest';
  const result = (condition: string, merged: readonly Column[]): PrintedRelation => ({
    sql:
      isLateral && join.type === 'cross'
        ? `${left.sql} CROSS JOIN ${right.sql}`
        : `${left.sql} ${word} JOIN ${right.sql}${condition}`,
    relations: [
      ...withoutPushing(sides.left, join.type === 'right' || join.type === 'full'),
      ...withoutPushing(sides.right, join.type === 'left' || join.type === 'full'),
    ],
    merged,
  });
  if (join.type === 'cross') return result('', merged);
  if (join.on !== undefined) return result(` ON ${printExpression(join.on, inside).sql}`, merged);
  return joinUsing(join, left, right, at, result);
}

/**
 * What columns learn from those of the other side that they are equal to. In an outer join only the side whose rows
 * are all kept learns: a row of the other side counts only where it has a partner.
 */
function learned(
  left: readonly ScopeRelation[],
  right: readonly ScopeRelation[],
  pairs: readonly EqualPair[],
  type: Extract<Relation, { kind: 'join' }>['type'],
): { left: readonly ScopeRelation[]; right: readonly ScopeRelation[] } {
  if (type === 'full' || pairs.length === 0) return { left, right };
  const kept = type === 'left' ? left : type === 'right' ? right : [...left, ...right];
  const columns = new Set(kept.flatMap(({ columns }) => columns));
  const all = withEquals([...left, ...right], pairs, (column) => columns.has(column));
  return { left: all.slice(0, left.length), right: all.slice(left.length) };
}

/** In an outer join rows without a partner have no values: conditions on them cannot be met beforehand. */
function withoutPushing(relations: readonly ScopeRelation[], isOptional: boolean): readonly ScopeRelation[] {
  if (!isOptional) return relations;
  return relations.map(({ qualifiers, columns }) => ({
    qualifiers,
    columns: columns.map((column) => ({ ...column, partitions: [] })),
  }));
}

function joinUsing(
  join: Extract<Relation, { kind: 'join' }>,
  left: PrintedRelation,
  right: PrintedRelation,
  at: Surroundings,
  result: (condition: string, merged: readonly Column[]) => PrintedRelation,
): PrintedRelation {
  const pairs = join.using.map((name) => {
    const find = (side: PrintedRelation) => new Scope(side.relations, side.merged).resolve([name], join).column;
    return [find(left), find(right)] as const;
  });
  for (const pair of pairs) for (const column of pair) at.analysis.note(column);
  const merged = pairs.map(([a, b]): Column => {
    const together = a.type?.name === b.type?.name ? [...a.partitions, ...b.partitions] : undefined;
    if (join.type === 'right') return { ...b, partitions: together ?? b.partitions };
    if (join.type === 'full') return { ...a, sql: `coalesce(${a.sql}, ${b.sql})`, partitions: [] };
    return { ...a, partitions: together ?? a.partitions };
  });
  const condition = pairs.map(([a, b]) => `${a.sql} = ${b.sql}`).join(' AND ');
  return result(` ON ${condition}`, merged);
}
