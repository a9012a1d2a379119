import type { DuckDBConnection } from '@duckdb/node-api';
import type { Table } from '../../glue/catalog.ts';
import type { Scan } from '../sql/scan.ts';
import { duckType, quoted, text } from '../sql/sql-type.ts';
import { mostPartitions, projectedValues } from './partition-projection.ts';
import { parseLocation, type S3Location } from './s3-location.ts';

export interface Partition extends S3Location {
  /** The values of the partition keys, in their order. */
  readonly values: readonly string[];
}

/** The partitions that a scan must read: those that are projected and whose keys meet the scan's conditions. */
export async function partitionsOf(
  connection: DuckDBConnection,
  table: Table,
  scan: Scan,
  nowMs: number,
): Promise<Partition[]> {
  const keys = scan.table.partitionKeys;
  const location = table.StorageDescriptor?.Location ?? '';
  if (keys.length === 0) return [{ ...parseLocation(location), values: [] }];
  const parameters = table.Parameters ?? {};
  // Without projection partitions are those in the catalog, and the catalog here holds none.
  if (parameters['projection.enabled']?.toLowerCase() !== 'true') return [];
  const values = keys.map(({ name }) => {
    const projected = projectedValues(name, parameters, nowMs);
    return projected === 'injected' ? injectedValues(name, scan) : projected;
  });
  const count = values.reduce((product, list) => product * list.length, 1);
  if (count > mostPartitions)
    throw new Error(`The projected partitions of ${table.Name} are more than ${mostPartitions}`);
  const chosen = await meeting(connection, scan, product(values));
  return chosen.map((chosenValues) => ({
    ...parseLocation(locationOf(table, scan, chosenValues)),
    values: chosenValues,
  }));
}

function product(lists: readonly (readonly string[])[]): string[][] {
  return lists.reduce<string[][]>((rows, list) => rows.flatMap((row) => list.map((value) => [...row, value])), [[]]);
}

/** DuckDB itself decides which partitions meet the conditions, so that any condition can be given. */
async function meeting(
  connection: DuckDBConnection,
  scan: Scan,
  candidates: readonly string[][],
): Promise<readonly string[][]> {
  if (scan.filters.length === 0 || candidates.length === 0) return candidates;
  const columns = scan.table.partitionKeys.map(
    ({ name, type }, index) => `CAST(v[${index + 1}] AS ${duckType(type)}) AS ${quoted(name)}`,
  );
  const list = text(JSON.stringify(candidates));
  const rows = `SELECT unnest(from_json(${list}, '[["VARCHAR"]]')) AS v, unnest(range(${candidates.length})) AS i`;
  const keys = `SELECT i AS athena_place, ${columns.join(', ')} FROM (${rows})`;
  const filters = scan.filters.map((filter) => `(${filter})`).join(' AND ');
  const result = await connection.run(`SELECT athena_place FROM (${keys}) AS p WHERE ${filters} ORDER BY athena_place`);
  const places = await result.getRows();
  return places.flatMap(([place]) => {
    const values = candidates[Number(place)];
    return values === undefined ? [] : [values];
  });
}

function locationOf(table: Table, scan: Scan, values: readonly string[]): string {
  const named = new Map(scan.table.partitionKeys.map(({ name }, index) => [name, values[index] ?? '']));
  const template = table.Parameters?.['storage.location.template'];
  if (template !== undefined) {
    return template.replace(/\$\{([^}]+)\}/g, (whole, name: string) => named.get(name.toLowerCase()) ?? whole);
  }
  const location = (table.StorageDescriptor?.Location ?? '').replace(/\/?$/, '/');
  return `${location}${[...named].map(([name, value]) => `${name}=${value}/`).join('')}`;
}

/** https://docs.aws.amazon.com/athena/latest/ug/partition-projection-dynamic-id-partitioning.html */
function injectedValues(name: string, scan: Scan): string[] {
  const column = quoted(name).replace(/[$]/g, '\\$&');
  const values = scan.filters.flatMap((filter) => {
    const equal = new RegExp(`^\\(${column} = ('(?:[^']|'')*')\\)$`).exec(filter)?.[1];
    const among = new RegExp(`^\\(${column} IN \\(((?:'(?:[^']|'')*'(?:, )?)+)\\)\\)$`).exec(filter)?.[1];
    return [...(equal ?? among ?? '').matchAll(/'((?:[^']|'')*)'/g)].map(([, value = '']) =>
      value.replaceAll("''", "'"),
    );
  });
  if (values.length > 0) return [...new Set(values)];
  throw new Error(
    `CONSTRAINT_VIOLATION: For the injected projected partition column ${name}, the WHERE clause must contain only static ` +
      'equality conditions, and at least one such condition must be present.',
  );
}
