import { SqlError } from 'sql-dialects';
import type { Value } from '../process/protocol.ts';
import type { QueryConnection } from '../process/query-connection.ts';
import { quoted, text } from '../sql/sql-type.ts';
import type { Translation } from '../sql/translate.ts';
import { type FileLayout, partitionValue } from './file-layout.ts';
import type { TableProperties } from './table-properties.ts';
import { selectList, type WrittenColumn } from './written-columns.ts';

/** https://docs.aws.amazon.com/athena/latest/ug/ctas-considerations-limitations.html#ctas-considerations-limitations-partition-and-bucket-limits */
const maxFiles = 100;

/** One file to be written: the rows of one bucket of one partition. */
export interface FilePlan {
  /** Values of the partition keys. */
  readonly values: readonly string[];
  readonly bucket: number;
  /** Writes the file to an absolute path. Returns the number of its rows. Where there are several files any connection will do. */
  write(connection: QueryConnection, path: string): Promise<number>;
}

export interface FileContent {
  readonly translation: Translation;
  readonly columns: readonly WrittenColumn[];
  readonly layout: FileLayout;
  readonly properties: Pick<TableProperties, 'compression' | 'compressionLevel'>;
}

/**
 * What files the rows of a query make. Without partitions and buckets there is at most one, which they go straight into.
 * Otherwise they are computed and sorted once, by file and within it, into a table that DuckDB spills to the disk as it
 * needs to; each file is then a stretch of that table. Its name is `table`: it is not temporary, so that several
 * connections can copy from it, and is to be dropped in the end.
 */
export async function planFiles(
  connection: QueryConnection,
  content: FileContent,
  table: string,
): Promise<readonly FilePlan[]> {
  const { translation, columns, layout, properties } = content;
  const { sql, orderBy } = rowsOf(translation, columns);
  const rows = `SELECT ${selectList(columns, layout.partitionKeys)}, ${bucketOf(layout)} AS athena_bucket FROM (${sql}) AS q`;
  const data = layout.data.map(({ name }) => quoted(name)).join(', ');
  const copy = async (on: QueryConnection, select: string, path: string) => {
    const { rowsChanged } = await on.run(`COPY (${select}) TO ${text(path)} (${copyOptions(properties)})`);
    return rowsChanged;
  };
  const mayBeSeveral = layout.partitionKeys.length > 0 || layout.bucketCount > 1;
  // A second look at rows that are drawn by chance would see others.
  if (!mayBeSeveral && !/\b(random|uuid)\(/.test(sql)) {
    const any = (await connection.run(`SELECT 1 FROM (${rows}) LIMIT 1`)).rows;
    const sorted = orderBy.length === 0 ? rows : `${rows} ORDER BY ${orderBy.join(', ')}`;
    const write: FilePlan['write'] = (on, path) => copy(on, `SELECT ${data} FROM (${sorted})`, path);
    return any.map(() => ({ values: [], bucket: 0, write }));
  }
  const keys = layout.partitionKeys.map(({ name }) => quoted(name));
  const groups = [...keys, 'athena_bucket'].join(', ');
  await connection.run(`CREATE TABLE ${table} AS ${rows} ORDER BY ${[groups, ...orderBy].join(', ')}`);
  const shown = ['athena_bucket', 'min(rowid)', 'max(rowid)', ...keys.map((name) => `CAST(${name} AS VARCHAR)`)];
  const stretches = `SELECT ${shown.join(', ')} FROM ${table} GROUP BY ${groups} ORDER BY min(rowid)`;
  const files = (await connection.run(stretches)).rows;
  if (files.length > maxFiles) {
    const message = `Exceeded limit of ${maxFiles} open writers for partitions/buckets.`;
    throw new SqlError(message, undefined, 'HIVE_TOO_MANY_OPEN_PARTITIONS');
  }
  return files.map(([bucket, first, last, ...row]) => ({
    values: layout.partitionKeys.map((key, index) => partitionValue(key, textOrNull(row[index]))),
    bucket: Number(bucket),
    write: (on, path) => copy(on, `SELECT ${data} FROM ${table} WHERE rowid BETWEEN ${first} AND ${last}`, path),
  }));
}

function textOrNull(value: Value | undefined): string | null {
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

/**
 * Different values of a column in a row group beyond which it has no dictionary. More of them are ids; DuckDB's own limit
 * is higher, and finding it passed takes a fifth of the writing.
 */
const dictionaryValues = 2000;

function copyOptions({ compression, compressionLevel }: FileContent['properties']): string {
  const level = compressionLevel === undefined ? '' : `, COMPRESSION_LEVEL ${compressionLevel}`;
  return `FORMAT parquet, DICTIONARY_SIZE_LIMIT ${dictionaryValues}, COMPRESSION ${compression}${level}`;
}
