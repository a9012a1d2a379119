import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDuckDb } from '../../src/duckdb/open-duckdb.ts';

test('DuckDB keeps to its memory and threads, speaks UTC, and fetches no extension', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'duckdb-'));
  const tempDirectory = join(directory, 'a/b');
  const instance = await openDuckDb({ tempDirectory, memoryLimitMegabytes: 64, threads: 1 });
  const connection = await instance.connect();
  const names = ['threads', 'memory_limit', 'TimeZone', 'temp_directory', 'autoinstall_known_extensions'];
  const settings = await connection.runAndReadAll(
    `SELECT name, value FROM duckdb_settings() WHERE name IN ('${names.join("','")}')`,
  );
  expect(Object.fromEntries(settings.getRows())).toEqual({
    threads: '1',
    memory_limit: '64.0 MiB',
    TimeZone: 'UTC',
    temp_directory: tempDirectory,
    autoinstall_known_extensions: 'false',
  });
  expect(existsSync(tempDirectory)).toBe(true);
  await expect(connection.run(`SELECT * FROM sqlite_scan('x', 'y')`)).rejects.toThrow('sqlite_scan');
  connection.closeSync();
  instance.closeSync();
  rmSync(directory, { recursive: true });
});
