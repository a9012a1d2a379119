import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare, type Ratio } from 'assembly-runtime/bench/compare.ts';
import { ClickHouseServer as LocalServer } from 'assembly-runtime/clickhouse';
import { insertRows } from '../functions/realtime/clickhouse/insert-rows.ts';
import { type ClickHouseServer, clickHouseServer } from '../functions/realtime/clickhouse/server.ts';
import { rawEvents } from '../functions/realtime/clickhouse/tables.ts';
import { eventColumns } from '../schemas/generated/columns.ts';
import { clickHouseStatements } from '../sql/tables/clickhouse/statements.ts';

const database = 'game';
const rowsPerBatch = 10_000;
const batches = 20;
/** Each is loaded by itself, one batch after the other; a stream on demand begins with four. */
const shards = 4;
const storedRows = 10_000_000;
const applications = 5;
const days = 10;
const firstDay = Date.UTC(2026, 0, 1);

/** ClickHouse as it runs here: small inserts against one large one, and a question about a part against one about all. */
export async function run(): Promise<Ratio[]> {
  const directory = mkdtempSync(join(tmpdir(), 'gap-bench-clickhouse-'));
  const credentials = { username: 'bench', password: 'bench' };
  const settings = { directory, user: 'bench', password: 'bench', memoryBytes: 4 * 2 ** 30, reachesFiles: true };
  const local = await LocalServer.start(settings, () => {});
  const server = clickHouseServer({
    environment: { url: local.url, caCertificate: '', database },
    readCredentials: async () => credentials,
    requestTimeoutMilliseconds: 600_000,
  });
  try {
    const options = { database, cluster: '', retentionDays: 10_000, metricRetentionDays: 10_000 };
    for (const { sql } of clickHouseStatements(options)) await server.run(sql);
    return [await insertRatio(server, join(directory, 'user_files')), await dayRatio(server)];
  } finally {
    await server.close();
    await local.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function insertRatio(server: ClickHouseServer, files: string): Promise<Ratio> {
  const rows = Array.from({ length: batches * rowsPerBatch }, (_, index) => ({ index, line: eventLine(index) }));
  const file = join(files, 'rows.json');
  writeFileSync(file, rows.map(({ line }) => line).join('\n'));
  const names = eventColumns.map(({ name }) => name).join(', ');
  const structure = eventColumns.map(({ name, types }) => `${name} ${types.clickhouse}`).join(', ');
  let round = 0;
  const insertShard = async (shard: number) => {
    for (let batch = shard; batch < batches; batch += shards) {
      const part = rows.slice(batch * rowsPerBatch, (batch + 1) * rowsPerBatch);
      await insertRows(server, { table: rawEvents.name, batch: `stream/${shard}/${round}/${batch}`, rows: part });
    }
  };
  const empty = () => server.run(`TRUNCATE TABLE ${database}.raw_events`);
  return await compare({
    name: `${batches} inserts of ${rowsPerBatch} rows with tokens, of ${shards} shards`,
    subject: async () => {
      round++;
      await Promise.all(Array.from({ length: shards }, (_, shard) => insertShard(shard)));
      await empty();
    },
    peer: async () => {
      await server.run(
        `INSERT INTO ${database}.raw_events (${names}) SELECT ${names} ` +
          `FROM file(${quoted(file)}, 'JSONEachRow', ${quoted(structure)})`,
      );
      await empty();
    },
    peerName: 'one insert of the same rows from a file',
    target: 0.5,
    pairs: 9,
  });
}

/** How many times as fast as the question about everything the one about an application's day is: 5 is a fifth of the time. */
async function dayRatio(server: ClickHouseServer): Promise<Ratio> {
  await server.run(
    `INSERT INTO ${database}.raw_events
       (event_id, event_type, event_name, event_timestamp, occurred_at, received_at, player_id, application_id, event_data)
     SELECT
       toString(generateUUIDv4(1)), concat('type_', toString(intDiv(number, 7) % 10)) AS type, type, seconds,
       fromUnixTimestamp64Milli(toInt64(seconds * 1000), 'UTC'), fromUnixTimestamp64Milli(toInt64(seconds * 1000) + 900, 'UTC'),
       concat('p', toString(rand(2) % 100000)), concat('application-', toString(number % ${applications})),
       concat('{"level_id":"level_', toString(rand(4) % 50), '","score":', toString(rand(6) % 100000), '}')
     FROM (SELECT number, ${firstDay / 1000} + number * ${days * 86_400} / ${storedRows} AS seconds FROM numbers(${storedRows}))
     SETTINGS max_partitions_per_insert_block = 0`,
  );
  const ask = (where: string) =>
    server.rows(`SELECT event_type, toInt32(count()) AS n FROM ${database}.events ${where} GROUP BY event_type`);
  return await compare({
    name: "one application's day out of 10 million rows (rate)",
    subject: () => ask("WHERE application_id = 'application-3' AND event_date = '2026-01-05'"),
    peer: () => ask(''),
    peerName: 'the same grouping of all rows',
    target: 5,
    pairs: 15,
  });
}

function eventLine(number: number): string {
  const hex = number.toString(16).padStart(12, '0');
  const time = firstDay + number * 40;
  const at = new Date(time).toISOString().replace('T', ' ').slice(0, -1);
  const data = JSON.stringify({
    level_id: `level_${number % 50}`,
    score: number % 9973,
    duration_seconds: 12.5,
    boosts: ['x'],
  });
  const metadata = JSON.stringify({
    processed_at: '2026-01-01T00:00:00.000Z',
    validated: true,
    request_id: `request-${hex}`,
  });
  return JSON.stringify({
    received_at: at,
    application_id: `00000000-0000-4000-8000-00000000000${number % applications}`,
    application_name: 'Game',
    metadata,
    event_id: `00000000-0000-4000-8000-${hex}`,
    event_type: ['level_completed', 'login', 'currency_earned'][number % 3],
    event_name: 'x',
    event_timestamp: time / 1000,
    occurred_at: at,
    app_version: '1.2.0',
    player_id: `player-${number % 5000}`,
    event_data: data,
  });
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "\\'")}'`;
}
