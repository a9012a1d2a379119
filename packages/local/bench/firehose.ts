import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { convertToParquet, openDuckDb, parseGlueType, syncDirectory, syncFile } from '../src/services/index.ts';
import { compare, type Ratio } from './compare.ts';

const rows = 200_000;
const text = [
  'event_id',
  'event_type',
  'event_name',
  'event_version',
  'app_version',
  'player_id',
  'session_id',
  'platform',
];
const more = [
  'country',
  'application_id',
  'application_name',
  'event_data',
  'metadata',
  'reason',
  'error_path',
  'event',
];
const types: Record<string, string> = {
  event_timestamp: 'double',
  occurred_at: 'timestamp',
  received_at: 'timestamp',
  ...Object.fromEntries([...text, ...more].map((name) => [name, 'string'])),
};

/** A flush of spooled rows to a durable Parquet object, against DuckDB copying the same file of rows by itself. */
export async function run(): Promise<Ratio[]> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-firehose-'));
  const documents = join(directory, 'rows.json');
  await writeRows(documents);
  const columns = Object.entries(types).map(([name, type]) => ({ name, key: name, type: parseGlueType(type) }));
  const settings = { serde: 'openx', compression: 'SNAPPY', parquetVersion: 'V1' } as const;
  const instance = await openDuckDb({ tempDirectory: join(directory, 'tmp'), keepOrder: false });
  const connection = await instance.connect();
  const peer = await (await DuckDBInstance.create()).connect();
  const peerColumns = columns.map(({ name, type }) => `${name}: '${type.kind === 'value' ? type.sql : ''}'`).join(', ');
  const peerSource = `read_json('${documents}', columns = {${peerColumns}}, format = 'newline_delimited')`;
  try {
    const ratio = await compare({
      name: `firehose: ${rows} spooled rows to a Parquet object`,
      subject: async () => {
        const target = join(directory, 'staged.parquet');
        await convertToParquet(connection, { documents, target, columns, settings }, async () => {});
        await syncFile(target);
        await rename(target, join(directory, 'object.parquet'));
        await syncDirectory(directory);
      },
      peerName: "DuckDB's COPY of the same rows",
      peer: async () => {
        await rm(join(directory, 'peer.parquet'), { force: true });
        await peer.run(
          `COPY (SELECT * FROM ${peerSource}) TO '${directory}/peer.parquet' (FORMAT parquet, COMPRESSION snappy)`,
        );
      },
      pairs: 9,
      target: 0.7,
    });
    return [ratio];
  } finally {
    connection.closeSync();
    instance.closeSync();
    peer.closeSync();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function writeRows(path: string): Promise<void> {
  const file = createWriteStream(path);
  for (let row = 0; row < rows; row++) file.write(`${JSON.stringify(rowOf(row))}\n`);
  file.end();
  await finished(file);
}

function rowOf(row: number): Record<string, unknown> {
  const time = new Date(Date.UTC(2026, 0, 1) + row * 137).toISOString().replace('T', ' ').replace('Z', '');
  return {
    event_id: randomUUID(),
    event_type: 'level_completed',
    event_name: 'level_completed',
    event_version: '1.0.0',
    event_timestamp: 1_767_225_600 + row / 7,
    occurred_at: time,
    received_at: time,
    app_version: '2.3.1',
    player_id: `player-${row % 5000}`,
    session_id: `session-${row % 20_000}`,
    platform: 'ios',
    country: 'DE',
    application_id: '8f2b7c1e-3a61-4f0e-9d55-b7a1c2d3e4f5',
    application_name: 'bench',
    event_data: JSON.stringify({ level_id: `level-${row % 100}`, level_version: '1.4', score: row }),
    metadata: JSON.stringify({ request_id: randomUUID() }),
  };
}
