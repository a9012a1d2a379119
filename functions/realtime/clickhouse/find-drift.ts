import { StoreFailure } from './failure.ts';
import type { ClickHouseServer } from './server.ts';
import type { ExpectedColumn, ExpectedTable } from './tables.ts';

/** How a table differs from what is expected of it. */
export type Drift =
  | { readonly kind: 'no_table'; readonly table: string }
  | { readonly kind: 'no_column'; readonly table: string; readonly column: ExpectedColumn; readonly after: string }
  | {
      readonly kind: 'different';
      readonly table: string;
      /** The column, or what else of the table: `sorting key`. */
      readonly what: string;
      readonly expected: string;
      readonly found: string;
    };

/** What differs, found by two small queries of the server's own tables. Columns beyond the expected ones do not matter. */
export async function findDrift(
  server: Pick<ClickHouseServer, 'rows'>,
  database: string,
  tables: readonly ExpectedTable[],
): Promise<readonly Drift[]> {
  const parameters = { database, names: tables.map(({ name }) => name) };
  const foundTables = await server.rows(
    'SELECT name, engine, sorting_key, partition_key FROM system.tables ' +
      'WHERE database = {database:String} AND name IN {names:Array(String)}',
    parameters,
  );
  const foundColumns = await server.rows(
    'SELECT table, name, type FROM system.columns ' +
      'WHERE database = {database:String} AND table IN {names:Array(String)}',
    parameters,
  );
  return tables.flatMap((table): Drift[] => {
    const found = foundTables.find(({ name }) => name === table.name);
    if (found === undefined) return [{ kind: 'no_table', table: table.name }];
    const types = new Map(
      foundColumns.filter((column) => column.table === table.name).map(({ name, type }) => [name, String(type)]),
    );
    return [...keyDrift(table, found), ...columnDrift(table, types)];
  });
}

function* keyDrift(table: ExpectedTable, found: Readonly<Record<string, unknown>>): Iterable<Drift> {
  const engine = String(found.engine);
  // ClickHouse's own cloud puts `Shared` before it, replicas `Replicated`.
  const compared = [
    ['engine', 'ReplacingMergeTree', engine.replace(/^(Replicated|Shared)/, '')],
    ['sorting key', table.sortingKey, String(found.sorting_key)],
    ['partition key', table.partitionKey, String(found.partition_key)],
  ] as const;
  for (const [what, expected, is] of compared) {
    if (plain(is) !== plain(expected)) yield { kind: 'different', table: table.name, what, expected, found: is };
  }
}

function* columnDrift(table: ExpectedTable, types: ReadonlyMap<unknown, string>): Iterable<Drift> {
  let after = '';
  for (const column of table.columns) {
    const { name, type: expected } = column;
    const found = types.get(name);
    if (found === undefined) yield { kind: 'no_column', table: table.name, column, after };
    else if (found !== expected) yield { kind: 'different', table: table.name, what: name, expected, found };
    after = name;
  }
}

/** Versions of the server differ in where they put parentheses. */
function plain(expression: string): string {
  return expression.replaceAll(/[\s()]/g, '');
}

/** In one line: table, column, expected and found. */
function describeDrift(drift: Drift): string {
  if (drift.kind === 'no_table') return `table ${drift.table} is not there`;
  if (drift.kind === 'no_column') return `table ${drift.table} has no column ${drift.column.name} ${drift.column.type}`;
  const { table, what, expected, found } = drift;
  return `table ${table}: ${what} must be ${expected || 'empty'}, not ${found || 'empty'}`;
}

/** Throws a `StoreFailure` that names everything that differs. */
export function refuseDrift(drifts: readonly Drift[], database: string): void {
  if (drifts.length === 0) return;
  throw new StoreFailure('schema_drift', `ClickHouse database ${database}: ${drifts.map(describeDrift).join('; ')}`);
}
