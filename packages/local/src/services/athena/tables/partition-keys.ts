import type { Scan } from '../sql/scan.ts';
import { duckType, quoted, text } from '../sql/sql-type.ts';
import { pathList } from './file-index.ts';
import type { DataFile } from './list-files.ts';
import { nullValue } from './partition.ts';

/**
 * Partition keys and `$path` belong to a file, not to its rows. Where all files have the same they are constants;
 * otherwise they come from a small table by the file's name, joined only when the query reads them.
 */
export function keyColumns(scan: Scan, files: readonly DataFile[]): string[] {
  const [first] = files;
  const joined = isJoined(scan, files);
  const keys = scan.table.partitionKeys.map(({ name, type }, index) => {
    const value = joined ? `k.${quoted(`k${index}`)}` : literalOf(first?.partition.values[index] ?? '');
    return `CAST(${value} AS ${duckType(type)}) AS ${quoted(name)}`;
  });
  return [...keys, `${joined ? 'k.location' : text(first?.location ?? '')} AS "$path"`];
}

/** The files as DuckDB is to read them: a file of two partitions comes once, and is joined with both. */
export function readFiles(scan: Scan, files: readonly DataFile[]): string {
  const read = isJoined(scan, files) ? new Map(files.map((file) => [file.path, file])).values() : files;
  return pathList([...read]);
}

export function keysJoin(scan: Scan, files: readonly DataFile[]): string {
  if (!isJoined(scan, files)) return '';
  const names = scan.table.partitionKeys.map((_, index) => quoted(`k${index}`));
  const rows = files.map(
    ({ path, location, partition }) =>
      `(${text(path)}, ${[text(location), ...partition.values.map(literalOf)].join(', ')})`,
  );
  const columns = ['file', 'location', ...names].join(', ');
  return ` JOIN (VALUES ${rows.join(', ')}) AS k(${columns}) ON f.athena_file = k.file`;
}

function isJoined(scan: Scan, files: readonly DataFile[]): boolean {
  const [first] = files;
  if (scan.used.has('$path') && files.length > 1) return true;
  return scan.table.partitionKeys.some(({ name }, index) => {
    return (
      scan.used.has(name) && files.some(({ partition }) => partition.values[index] !== first?.partition.values[index])
    );
  });
}

function literalOf(value: string): string {
  return value === nullValue ? 'NULL' : text(value);
}
