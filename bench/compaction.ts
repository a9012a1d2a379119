import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { compare, type Ratio } from 'assembly-runtime/bench/compare.ts';
import type { Dependencies } from '../functions/platform/compact-events/dependencies.ts';
import { hourAt } from '../functions/platform/compact-events/hours.ts';
import { type CompactionLake, compactionLake } from '../test/functions/platform/compact-events/compaction-lake.ts';

const events = 1_000_000;
const files = 32;
const eventsOfFile = events / files;
/** One of so many is a copy of another one of its file. */
const duplicateEvery = 20;
const distinctEvents = events - files * Math.floor(eventsOfFile / duplicateEvery);

/**
 * A compaction of delivered files by S3, Glue, Athena and DynamoDB of this machine, each event once and sorted, against
 * DuckDB copying the same rows in order, with the same memory, and doing nothing else.
 */
export async function run(): Promise<Ratio[]> {
  const tested = await compactionLake();
  const directory = tested.lake.runtime.stateDirectory;
  try {
    await deliver(tested);
    const sources = join(directory, 's3', '**', '*.parquet');
    const before = process.memoryUsage().rss;
    const peak = await peakMemory(() => compactAgain(tested, true));
    const mebibytes = (bytes: number) => Math.round(bytes / 2 ** 20);
    console.log(`     memory: ${mebibytes(before)} MiB before a compaction, at most ${mebibytes(peak)} MiB during it`);
    const temporary = { memory_limit: '1024MiB', temp_directory: join(directory, 'peer') };
    const peer = await (await DuckDBInstance.create(':memory:', temporary)).connect();
    const ratio = await compare({
      name: `compaction: ${events} events in ${files} files, 5 % of them twice`,
      subject: () => compactAgain(tested, false),
      peerName: "DuckDB's COPY … ORDER BY of the same rows",
      peer: async () => {
        const target = join(directory, 'peer.parquet');
        await rm(target, { force: true });
        await peer.run(
          `COPY (SELECT * FROM read_parquet('${sources}', hive_partitioning = false) WHERE application_id IS NOT NULL
           ORDER BY player_id, occurred_at) TO '${target}' (FORMAT parquet, COMPRESSION snappy)`,
        );
      },
      pairs: 5,
      target: 0.5,
    });
    peer.closeSync();
    return [ratio];
  } finally {
    await tested.close();
  }
}

/** Everything once more, as if none of it were compacted yet. The files of the runs before stay, as they do for a day. */
async function compactAgain(tested: CompactionLake, isFirst: boolean): Promise<void> {
  // Signatures are checked against the lake's clock, which stands still by itself.
  tested.lake.now = Date.now();
  const { memory, catalog } = tested.dependencies();
  const forgetful: Partial<Dependencies> = {
    memory: { ...memory, groups: async () => new Map(), rememberGroups: async () => {} },
    catalog: {
      ...catalog,
      partitions: async () => [],
      swap: (partition) => catalog.swap(partition, isFirst),
      setRange: async () => {},
    },
  };
  const { rewritten } = await tested.compact(forgetful);
  const rows = rewritten.reduce((sum, { after }) => sum + after.rows, 0);
  if (rows !== distinctEvents) throw new Error(`${rows} rows were written`);
}

async function peakMemory(work: () => Promise<void>): Promise<number> {
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 20);
  await work();
  clearInterval(timer);
  return peak;
}

/** Two days of three games. */
async function deliver(tested: CompactionLake): Promise<void> {
  const hour = hourAt(tested.lake.now - 3 * 3_600_000);
  for (let file = 0; file < files; file++) {
    const date = hourAt(tested.lake.now - (1 + (file % 2)) * 86_400_000).slice(0, 10);
    const first = duplicateEvery - 1;
    const number = `${file * eventsOfFile} + CASE WHEN i % ${duplicateEvery} = ${first} THEN i - ${first} ELSE i END`;
    await tested.lake.parquet(
      `events/accepted/event_date=${date}/delivered_hour=${hour}/${file}.parquet`,
      `SELECT md5(concat('event', n)) AS event_id, 'level_completed' AS event_type, 'level_completed' AS event_name,
         '1.0' AS event_version, epoch(time) AS event_timestamp, time AS occurred_at,
         time + to_milliseconds(500 + i % 7) AS received_at, '2.3.1' AS app_version,
         'player-' || (hash(n) % 50000) AS player_id, 'session-' || (hash(n + 1) % 200000) AS session_id,
         'ios' AS platform, 'DE' AS country, 'app-' || (n % 3) AS application_id, 'A game' AS application_name,
         '{"level_id":"level-' || (n % 100) || '","score":' || hash(n + 2) || '}' AS event_data,
         '{"request_id":"' || md5(concat('request', i)) || '"}' AS metadata
       FROM (
         SELECT i, n, TIMESTAMP '${date} 00:00:00' + to_milliseconds(n * 80 % 86000000) AS time
         FROM (SELECT i, ${number} AS n FROM range(${eventsOfFile}) AS r(i)) AS numbered
       ) AS timed`,
    );
  }
}
