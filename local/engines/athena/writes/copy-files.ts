import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { SqlError } from '../sql/sql-error.ts';
import { quoted, text } from '../sql/sql-type.ts';
import type { Translation } from '../sql/translate.ts';
import { type FileLayout, partitionValue } from './file-layout.ts';
import type { TableProperties } from './table-properties.ts';
import { selectList, type WrittenColumn } from './written-columns.ts';

/** https://docs.aws.amazon.com/athena/latest/ug/ctas-considerations-limitations.html#ctas-considerations-limitations-partition-and-bucket-limits */
const mostFiles = 100;

/** One file to be written: the rows of one bucket of one partition. */
export interface FilePlan {
  /** Values of the partition keys. */
  readonly values: readonly string[];
  readonly bucket: number;
  /** Writes the file to an absolute path. Returns the number of its rows. */
  write(path: string): Promise<number>;
}

export interface FileContent {
  readonly translation: Translation;
  readonly columns: readonly WrittenColumn[];
  readonly layout: FileLayout;
  readonly properties: Pick<TableProperties, 'compression' | 'compressionLevel'>;
}

/**
 * What files the rows of a query make. Rows that make a single one go straight into it. Others are computed and sorted
 * once, by file and within it, into a temporary table that DuckDB spills to the disk as it needs to; each file is then a
 * stretch of that table.
 */
export async function planFiles(connection: DuckDBConnection, content: FileContent): Promise<readonly FilePlan[]> {
  const { translation, columns, layout, properties } = content;
  const { sql, orderBy } = rowsOf(translation, columns);
  const keys = layout.partitionKeys.map(({ name }) => quoted(name));
  const list = `${selectList(columns, layout.partitionKeys)}, ${bucketOf(layout)} AS athena_bucket`;
  const rows = `SELECT ${list} FROM (${sql}) AS q`;
  const data = layout.data.map(({ name }) => quoted(name)).join(', ');
  const copy = async (select: string, path: string) => {
    const { rowsChanged } = await connection.run(`COPY (${select}) TO ${text(path)} (${copyOptions(properties)})`);
    return rowsChanged;
  };
  const shown = ['athena_bucket', ...keys.map((name) => `CAST(${name} AS VARCHAR)`)].join(', ');
  const filesOf = async (query: string) => (await (await connection.run(query)).getRows()).map(readFile);
  const readFile = ([bucket, ...row]: readonly DuckDBValue[]) => {
    const values = layout.partitionKeys.map((key, index) => partitionValue(key, textOrNull(row[index])));
    return { bucket: Number(bucket), values, rest: row.slice(keys.length).map(Number) };
  };
  // A second look at rows that are drawn by chance would see others.
  const few = /\b(random|uuid)\(/.test(sql)
    ? undefined
    : await filesOf(`SELECT DISTINCT ${shown} FROM (${rows}) LIMIT 2`);
  if (few !== undefined && few.length < 2) {
    const sorted = orderBy.length === 0 ? rows : `${rows} ORDER BY ${orderBy.join(', ')}`;
    return few.map((file) => ({ ...file, write: (path) => copy(`SELECT ${data} FROM (${sorted})`, path) }));
  }
  const groups = [...keys, 'athena_bucket'].join(', ');
  await connection.run(`CREATE TEMP TABLE athena_rows AS ${rows} ORDER BY ${[groups, ...orderBy].join(', ')}`);
  const stretches = `SELECT ${shown}, min(rowid), max(rowid) FROM athena_rows GROUP BY ${groups} ORDER BY min(rowid)`;
  const files = await filesOf(stretches);
  if (files.length > mostFiles) {
    const message = `Exceeded limit of ${mostFiles} open writers for partitions/buckets.`;
    throw new SqlError(message, undefined, 'HIVE_TOO_MANY_OPEN_PARTITIONS');
  }
  return files.map(({ rest: [first, last], ...file }) => ({
    ...file,
    write: (path) => copy(`SELECT ${data} FROM athena_rows WHERE rowid BETWEEN ${first} AND ${last}`, path),
  }));
}

function textOrNull(value: DuckDBValue | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

/**
 * The rows in no order and what they are ordered by; where that is more than some of the columns, the rows in their
 * order, each with its place.
 */
function rowsOf(
  { sql, sortable }: Translation,
  columns: readonly WrittenColumn[],
): { sql: string; orderBy: readonly string[] } {
  const items = sortable?.orderBy.map((item) => {
    const [, name, place, direction] = /^(?:"c(\d+)"|(\d+)) ((?:ASC|DESC) NULLS (?:FIRST|LAST))$/.exec(item) ?? [];
    const column = columns[Number(name ?? place) - 1];
    return column === undefined ? undefined : `${quoted(column.name)} ${direction}`;
  });
  if (sortable !== undefined && items?.every((item) => item !== undefined))
    return { sql: sortable.sql, orderBy: items };
  return { sql: `SELECT *, row_number() OVER () AS athena_place FROM (${sql})`, orderBy: ['athena_place'] };
}

/** Rows that are equal in the columns are in the same bucket; which one it is, is DuckDB's hash and not Hive's. */
function bucketOf({ buckets, bucketCount }: FileLayout): string {
  if (bucketCount === 1) return '0';
  return `CAST(hash(${buckets.map(({ source }) => quoted(source)).join(', ')}) % ${bucketCount} AS INTEGER)`;
}

/** Gives back at once the memory that the rows take, instead of when the connection is collected. */
export async function dropRows(connection: DuckDBConnection): Promise<void> {
  await connection.run('DROP TABLE IF EXISTS athena_rows');
}

function copyOptions({ compression, compressionLevel }: FileContent['properties']): string {
  const level = compressionLevel === undefined ? '' : `, COMPRESSION_LEVEL ${compressionLevel}`;
  return `FORMAT parquet, COMPRESSION ${compression}${level}`;
}
