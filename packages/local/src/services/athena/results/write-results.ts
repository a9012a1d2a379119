import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Translation } from '../sql/translate.ts';
import { type ColumnInfo, columnInfo } from './column-info.ts';
import { csvLine } from './csv.ts';
import { valueFormat } from './format-value.ts';

/** Runs a query and writes its rows, as they come, to a file in Athena's CSV. Returns its columns. */
export async function writeResults(
  connection: DuckDBConnection,
  { sql, columns }: Pick<Translation, 'sql' | 'columns'>,
  path: string,
): Promise<ColumnInfo[]> {
  const result = await connection.stream(sql);
  const types = result.columnTypes();
  const formats = types.map((type, index) => valueFormat(type, columns[index]?.type));
  const infos = types.map((type, index) => columnInfo(columns[index]?.name ?? '', type, columns[index]?.type));
  async function* lines(): AsyncGenerator<string> {
    yield csvLine(infos.map(({ Name }) => Name));
    for (;;) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) return;
      const rows = chunk.getRows();
      yield rows.map((row) => csvLine(row.map((value, index) => formats[index]?.(value)))).join('');
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(path));
  return infos;
}
