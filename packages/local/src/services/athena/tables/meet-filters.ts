import type { QueryConnection } from '../process/query-connection.ts';
import type { KeyFilter, SchemaColumn } from '../sql/scan.ts';
import { duckType, quoted, text } from '../sql/sql-type.ts';
import { nullValue } from './partition.ts';

/**
 * The places of the rows of key values that meet all filters. DuckDB itself decides, so that any condition can be given.
 */
export async function meeting(
  connection: QueryConnection,
  keys: readonly SchemaColumn[],
  filters: readonly KeyFilter[],
  rows: readonly (readonly string[])[],
): Promise<readonly number[]> {
  if (filters.length === 0 || rows.length === 0) return rows.map((_, place) => place);
  const columns = keys.map(({ name, type }, index) => {
    return `CAST(nullif(v[${index + 1}], ${text(nullValue)}) AS ${duckType(type)}) AS ${quoted(name)}`;
  });
  const list = text(JSON.stringify(rows));
  const values = `SELECT unnest(from_json(${list}, '[["VARCHAR"]]')) AS v, unnest(range(${rows.length})) AS i`;
  const candidates = `SELECT i AS athena_place, ${columns.join(', ')} FROM (${values})`;
  const condition = filters.map(({ sql }) => `(${sql})`).join(' AND ');
  const { rows: met } = await connection.run(
    `SELECT athena_place FROM (${candidates}) AS p WHERE ${condition} ORDER BY 1`,
  );
  return met.map(([place]) => Number(place));
}
