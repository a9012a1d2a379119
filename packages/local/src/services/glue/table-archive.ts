import { appendFile, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf, makeDirectory } from '../s3/durable-files.ts';
import type { Table } from './entities.ts';

/** Adds a version of a table to the file of its earlier ones, one a line. */
export async function archiveTable(path: string, table: Table): Promise<void> {
  await makeDirectory(dirname(path));
  await appendFile(path, `\n${JSON.stringify(table)}`, { flush: true });
}

/** The earlier versions of a table, the newest first. A line that a crash cut off is none. */
export async function archivedTables(path: string): Promise<Table[]> {
  const content = await readFile(path, 'utf8').catch((error) => {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  });
  return content.split('\n').flatMap(parsed).reverse();
}

function parsed(line: string): Table[] {
  try {
    // Written by archiveTable alone.
    return line === '' ? [] : [JSON.parse(line) as Table];
  } catch {
    return [];
  }
}
