import { join } from 'node:path';
import { readJob } from '../../../../src/services/kinesis-analytics/flink/job/read-job.ts';
import { substituteProperties } from '../../../../src/services/kinesis-analytics/flink/job/substitute-properties.ts';
import { planJob } from '../../../../src/services/kinesis-analytics/flink/plan/plan-job.ts';
import {
  functionTypes,
  type JobFunctions,
} from '../../../../src/services/kinesis-analytics/flink/run/job-functions.ts';
import { type JobProgress, runJob } from '../../../../src/services/kinesis-analytics/flink/run/job-loop.ts';
import { JobState } from '../../../../src/services/kinesis-analytics/flink/run/job-state.ts';
import { MemoryStreams } from '../../../../testing/memory-streams.ts';

export const minute = 60_000;
/** 2026-01-26 10:00 UTC. */
export const ten = Date.UTC(2026, 0, 26, 10);

/** A source of JSON records `{key, at, kind, player, amount}`, judged by a function of the job, and its unique rows. */
export const sourceSql = `
SET 'table.local-time-zone' = 'UTC';
CREATE TABLE records (
  record BYTES,
  arrived_at TIMESTAMP_LTZ(3) NOT NULL METADATA FROM 'timestamp' VIRTUAL,
  judged AS judge(record, arrived_at),
  event_time AS judge(record, arrived_at).event_time,
  processing_time AS PROCTIME(),
  WATERMARK FOR event_time AS LEAST(event_time, arrived_at) - INTERVAL '10' SECOND
) WITH ('connector' = 'kinesis-records', 'stream.arn' = 'in', 'aws.region' = 'here', 'scan.stream.initpos' = 'TRIM_HORIZON',
  'scan.watermark.idle-timeout' = '15 s', 'format' = 'raw');
SET 'table.exec.state.ttl' = '\${TTL}';
CREATE VIEW numbered AS
SELECT *, ROW_NUMBER() OVER (PARTITION BY event_key ORDER BY processing_time ASC) AS copy
FROM (SELECT judged.kind AS kind, judged.event_key AS event_key, judged.player AS player, judged.data AS data, event_time,
  processing_time FROM records);
CREATE VIEW events AS SELECT kind, event_key, player, data, event_time FROM numbered WHERE copy = 1;
CREATE VIEW in_time AS SELECT * FROM events WHERE CURRENT_WATERMARK(event_time) IS NULL
  OR FLOOR(CAST(event_time AS TIMESTAMP(3)) TO MINUTE) + INTERVAL '59.999' SECOND > CAST(CURRENT_WATERMARK(event_time) AS TIMESTAMP(3));
CREATE VIEW late AS SELECT * FROM events WHERE CURRENT_WATERMARK(event_time) IS NOT NULL
  AND FLOOR(CAST(event_time AS TIMESTAMP(3)) TO MINUTE) + INTERVAL '59.999' SECOND <= CAST(CURRENT_WATERMARK(event_time) AS TIMESTAMP(3));
CREATE VIEW by_minute AS SELECT *, '' AS part FROM TABLE(TUMBLE(TABLE in_time, DESCRIPTOR(event_time), INTERVAL '1' MINUTE));
CREATE VIEW late_by_minute AS SELECT *, event_key AS part, FLOOR(CAST(event_time AS TIMESTAMP(3)) TO MINUTE) AS window_start,
  FLOOR(CAST(event_time AS TIMESTAMP(3)) TO MINUTE) + INTERVAL '1' MINUTE AS window_end FROM late;
CREATE TABLE metrics (
  metric STRING, window_start TIMESTAMP(3), window_end TIMESTAMP(3), part STRING, dimensions STRING, events BIGINT, players BIGINT,
  amount DECIMAL(38, 6)
) PARTITIONED BY (metric) WITH ('connector' = 'upsert-kinesis', 'stream.arn' = 'out', 'aws.region' = 'here', 'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601');
`;

export interface Event {
  readonly key: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly kind?: string;
  readonly player?: string;
  readonly data?: unknown;
}

export const judgeFunctions: JobFunctions = {
  judge: {
    returns: {
      event_key: 'STRING',
      event_time: 'TIMESTAMP_LTZ(3) NOT NULL',
      kind: 'STRING',
      player: 'STRING',
      data: 'STRING',
    },
    evaluate: async (records = []) =>
      records.map((record) => {
        const event: Event = JSON.parse(Buffer.from(record as Uint8Array).toString());
        const { key, at, kind = null, player = null, data = {} } = event;
        return { event_key: key, event_time: at, kind, player, data: JSON.stringify(data) };
      }),
  },
};

/** A job over streams in memory, by a clock that stands still until it is set. */
export class RunningJob {
  now: number;
  readonly streams: MemoryStreams;
  functions: JobFunctions = judgeFunctions;
  progress: JobProgress | undefined;
  readonly #file: string;
  readonly #sql: string;
  readonly #ttl: string;
  #stopping = new AbortController();
  #running: Promise<void> | undefined;
  #rounds = 0;

  constructor(sql: string, directory: string, { shards = 1, now = ten, ttl = '1 d' } = {}) {
    this.#sql = sourceSql + sql;
    this.#file = join(directory, 'state.duckdb');
    this.#ttl = ttl;
    this.now = now;
    this.streams = new MemoryStreams(shards, () => this.now);
  }

  async start(): Promise<void> {
    const plan = await this.plan();
    this.#stopping = new AbortController();
    this.#running = runJob(
      {
        plan,
        functions: this.functions,
        calls: this.streams,
        file: this.#file,
        now: () => this.now,
        pollMilliseconds: 1,
        onProgress: (progress) => {
          this.progress = progress;
          this.#rounds++;
        },
      },
      this.#stopping.signal,
    );
    this.#running.catch(() => {});
  }

  async plan() {
    const statements = substituteProperties(readJob(this.#sql), { TTL: this.#ttl });
    return planJob(statements, functionTypes(this.functions));
  }

  put(shard: number, ...events: readonly Event[]): void {
    this.streams.add(shard, ...events.map((event) => JSON.stringify(event)));
  }

  /** Resolves when all that is on the stream has been taken up and is out; rejects with the job. */
  async settle(): Promise<void> {
    const wanted = this.#rounds + 3;
    while (this.#rounds < wanted || this.progress?.caughtUp !== true) {
      await Promise.race([this.#running, new Promise((resolve) => setTimeout(resolve, 2))]);
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  /** A number out of the state of a job that stands still. */
  async stateRows(sql: string): Promise<number> {
    const state = await JobState.open(this.#file, await this.plan());
    try {
      return Number((await state.rows(sql))[0]);
    } finally {
      state.close();
    }
  }

  /** The rows that came out so far, as text: `10:00-10:01 name {"a":1}/part events players amount`. */
  rows(): string[] {
    return this.streams.rows.map((row) => {
      const time = (name: string) => String(row[name]).slice(11, 16);
      const dimensions = row.dimensions === '{}' ? '' : ` ${row.dimensions}`;
      const part = row.part ? `/${row.part}` : '';
      const rest = [row.events, row.players, row.amount].map((value) => (value === null ? '-' : String(value)));
      return `${time('window_start')}-${time('window_end')} ${row.metric}${dimensions}${part} ${rest.join(' ')}`;
    });
  }
}

/** An INSERT of a metric that counts, and whatever else is given. */
export function metricSql(
  name: string,
  {
    from = 'by_minute',
    dimensions = '',
    key = '',
    where = '',
    players = 'CAST(NULL AS BIGINT)',
    amount = 'CAST(NULL AS DECIMAL(38, 6))',
    part = 'part',
  } = {},
): string {
  const object = `JSON_OBJECT(${dimensions})`;
  const groups = ['window_start', 'window_end', ...(part === 'part' ? ['part'] : []), ...(key ? [key] : [])];
  return `INSERT INTO metrics SELECT '${name}', window_start, window_end, part, dimensions, events, players, amount FROM (
    SELECT window_start, window_end, ${part} AS part, ${object} AS dimensions, COUNT(*) AS events, ${players} AS players, ${amount} AS amount
    FROM ${from} ${where ? `WHERE ${where}` : ''} GROUP BY ${groups.join(', ')});\n`;
}
