import type { Scan } from '../sql/scan.ts';
import { duckType, quoted, text } from '../sql/sql-type.ts';
import type { DataFile } from './list-files.ts';

/**
 * Partition keys and `$path` belong to a file, not to its rows. Where all files have the same they are constants;
 * otherwise they come from a small table by the file's name, joined only when the query reads them.
 */
export function keyColumns(scan: Scan, files: readonly DataFile[]): string[] {
  const [first] = files;
  const joined = isJoined(scan, files);
  const keys = scan.table.partitionKeys.map(({ name, type }, index) => {
    const value = joined ? `k.${quoted(`k${index}`)}` : text(first?.partition.values[index] ?? '');
    return `CAST(${value} AS ${duckType(type)}) AS ${quoted(name)}`;
  });
  return [...keys, `${joined ? 'k.location' : text(first?.location ?? '')} AS "$path"`];
}

export function keysJoin(scan: Scan, files: readonly DataFile[]): string {
  if (!isJoined(scan, files)) return '';
  const names = scan.table.partitionKeys.map((_, index) => quoted(`k${index}`));
  const rows = files.map(
    ({ path, location, partition }) => `(${[path, location, ...partition.values].map(text).join(', ')})`,
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
