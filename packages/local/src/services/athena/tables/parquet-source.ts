import type { QueryConnection } from '../process/query-connection.ts';
import type { Scan } from '../sql/scan.ts';
import { duckType, quoted } from '../sql/sql-type.ts';
import { asText, FileIndex } from './file-index.ts';
import type { DataFile } from './list-files.ts';
import { keyColumns, keysJoin, readFiles } from './partition-keys.ts';

/** The columns of a Parquet file by their lower-case names, with the bytes that each takes. */
type ParquetColumns = ReadonlyMap<string, { readonly name: string; readonly bytes: number; readonly types: string }>;

export type ParquetIndex = FileIndex<ParquetColumns>;

export function parquetIndex(): ParquetIndex {
  return new FileIndex(readColumns, new Map());
}

async function readColumns(connection: QueryConnection, files: string): Promise<Map<string, ParquetColumns>> {
  const { rows } = await connection.run(
    `SELECT file_name, split_part(path_in_schema, ', ', 1), CAST(sum(total_compressed_size) AS DOUBLE),
       string_agg(DISTINCT path_in_schema || ' ' || type, ';' ORDER BY path_in_schema || ' ' || type)
     FROM parquet_metadata(${files}) GROUP BY ALL`,
  );
  const found = new Map<string, Map<string, { name: string; bytes: number; types: string }>>();
  for (const [file, name, bytes, types] of rows) {
    const columns = found.get(asText(file)) ?? new Map();
    columns.set(asText(name).toLowerCase(), { name: asText(name), bytes: Number(bytes), types: asText(types) });
    found.set(asText(file), columns);
  }
  return found;
}

export interface Source {
  /** The rows with the table's columns, partition keys and `$path`. Undefined: there are none. */
  readonly sql: string | undefined;
  readonly bytes: number;
}

/** So few partitions are read one by one: their keys are constants then, and need no join of every row. */
const maxSeparate = 16;

/**
 * Columns are found by name; those that a file lacks are NULL. Files with the same columns are read together, where they
 * are of few partitions those of each.
 */
export async function parquetSource(
  connection: QueryConnection,
  index: ParquetIndex,
  scan: Scan,
  files: readonly DataFile[],
): Promise<Source> {
  const columnsOf = await index.of(connection, files);
  const groups = new Map<string, { columns: ParquetColumns; files: DataFile[] }>();
  const needsKeys = scan.table.partitionKeys.some(({ name }) => scan.used.has(name));
  const isSeparate = needsKeys && new Set(files.map(({ partition }) => partition)).size <= maxSeparate;
  let bytes = 0;
  for (const [file, columns] of columnsOf) {
    if (columns.size === 0) continue;
    for (const name of scan.used) bytes += columns.get(name)?.bytes ?? 0;
    const types = [...columns].map(([name, { types }]) => `${name} ${types}`).sort();
    const signature = JSON.stringify([types, isSeparate ? file.partition.values : []]);
    const group = groups.get(signature) ?? { columns, files: [] };
    group.files.push(file);
    groups.set(signature, group);
  }
  const selects = [...groups.values()].map((group) => {
    const data = scan.table.columns.map(({ name, type }) => {
      const source = group.columns.get(name);
      return `CAST(${source === undefined ? 'NULL' : `f.${quoted(source.name)}`} AS ${duckType(type)}) AS ${quoted(name)}`;
    });
    const from = `read_parquet(${readFiles(scan, group.files)}, filename = 'athena_file', hive_partitioning = false) AS f`;
    return `SELECT ${[...data, ...keyColumns(scan, group.files)].join(', ')} FROM ${from}${keysJoin(scan, group.files)}`;
  });
  return { sql: selects.length === 0 ? undefined : selects.join(' UNION ALL '), bytes };
}
