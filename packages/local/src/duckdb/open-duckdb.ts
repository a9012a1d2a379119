import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { DuckDBInstance } from '@duckdb/node-api';

export interface DuckDbSettings {
  /** Where DuckDB spills what does not fit into its memory; made when missing. */
  readonly tempDirectory: string;
  /** Default 512. DuckDB spills to disk beyond it. */
  readonly memoryLimitMegabytes?: number;
  /** Default: the machine's cores, at most 4. */
  readonly threads?: number;
  /** Whether results without ORDER BY come in the order of the input, which costs time and memory. Default true. */
  readonly keepOrder?: boolean;
  /** Database file; default: in memory. */
  readonly file?: string;
}

/**
 * A DuckDB that keeps to bounded memory, speaks UTC and never fetches an extension: what is used (json, parquet, icu)
 * is built in, and a query that needs another one fails by its name instead of reaching for the network.
 */
export async function openDuckDb({
  tempDirectory,
  memoryLimitMegabytes = 512,
  threads = Math.min(4, availableParallelism()),
  keepOrder = true,
  file = ':memory:',
}: DuckDbSettings): Promise<DuckDBInstance> {
  mkdirSync(tempDirectory, { recursive: true });
  const instance = await DuckDBInstance.create(file, {
    temp_directory: tempDirectory,
    memory_limit: `${memoryLimitMegabytes}MiB`,
    threads: String(threads),
    preserve_insertion_order: String(keepOrder),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  });
  const connection = await instance.connect();
  try {
    await connection.run(`SET GLOBAL TimeZone = 'UTC'`);
  } finally {
    connection.closeSync();
  }
  return instance;
}
