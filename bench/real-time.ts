import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@clickhouse/client';
import { percentile, type Ratio, report } from 'assembly-runtime/bench/compare.ts';
import { connect } from '../scripts/gap/connect.ts';
import { createTarget, defaultConfig, type Target, withPipeline } from './started-pipeline.ts';

/** `REAL_TIME_SECONDS` changes it. */
const seconds = Number(process.env.REAL_TIME_SECONDS ?? 600);
const eventsPerSecond = 2000;
const batchSize = 100;
/** So long may it take from the POST to the row, for all but one in twenty. */
const targetMilliseconds = 3000;
const pollMilliseconds = 200;

interface Arrival {
  readonly postedAt: number;
  readonly milliseconds: number;
}

interface Run {
  readonly arrivals: readonly Arrival[];
  /** Resident memory of the pipeline and of all that it started, in KiB, each second. */
  readonly memory: readonly number[];
}

/**
 * 2,000 events a second for ten minutes through the whole pipeline with ClickHouse and live metrics. One event of each
 * POST is looked for in ClickHouse every 200 ms, from when the POST was sent.
 */
export async function run(): Promise<readonly Ratio[]> {
  const config = defaultConfig
    .replace(/^INGEST_MODE:.*$/m, 'INGEST_MODE: REAL_TIME_KDS')
    .replace(/^REAL_TIME_STORES:.*$/m, 'REAL_TIME_STORES: [CLICKHOUSE]');
  return withPipeline(config, async (state, pid) => {
    const { arrivals, memory } = await load(state, pid);
    const times = arrivals.map(({ milliseconds }) => milliseconds);
    const p95 = percentile(times, 0.95);
    const ordered = [...arrivals].sort((one, other) => one.postedAt - other.postedAt).map((each) => each.milliseconds);
    const fifth = Math.floor(ordered.length / 5);
    const [first, last] = [percentile(ordered.slice(0, fifth), 0.95), percentile(ordered.slice(-fifth), 0.95)];
    const level = percentile(memory.slice(Math.floor(memory.length / 5), Math.floor((memory.length * 2) / 5)), 0.5);
    const end = percentile(memory.slice(-Math.ceil(memory.length / 20)), 0.5);
    console.log(
      `     POST to row: median ${percentile(times, 0.5)} ms, p95 ${p95} ms (first fifth ${first}, last fifth ${last}); ` +
        `resident memory: ${Math.round(level / 1024)} MiB after a fifth, ${Math.round(end / 1024)} MiB at the end`,
    );
    return [
      report('real time: 3 s', 'POST to row in ClickHouse, p95', 1, [targetMilliseconds / p95]),
      report('real time: p95 in the first fifth', 'in the last fifth', 0.67, [first / last]),
      report('real time: resident memory after a fifth', 'the end', 0.8, [level / end]),
    ];
  });
}

async function load(state: string, pid: number): Promise<Run> {
  const connection = await connect({ state });
  const { clickhouse } = JSON.parse(readFileSync(join(state, 'run.json'), 'utf8')) as { clickhouse: string };
  const target = await createTarget(connection, 'Real time');
  const client = createClient({ url: clickhouse });
  const waiting = new Map<string, number>();
  const arrivals: Arrival[] = [];
  const memory: number[] = [];
  let posting = true;
  const poll = async () => {
    while (posting || waiting.size > 0) {
      await sleep(pollMilliseconds);
      const answer = await client.query({
        query: `SELECT session_id FROM game_analytics.raw_events
                WHERE occurred_at > now() - INTERVAL 2 MINUTE AND session_id LIKE 'probe-%'`,
        format: 'JSONEachRow',
      });
      const now = Date.now();
      for (const { session_id } of await answer.json<{ session_id: string }>()) {
        const postedAt = waiting.get(session_id);
        if (postedAt === undefined) continue;
        waiting.delete(session_id);
        arrivals.push({ postedAt, milliseconds: now - postedAt });
      }
      const oldest = Math.min(...waiting.values());
      if (now - oldest > 100_000) throw new Error('an acknowledged event is not in ClickHouse after 100 s');
    }
  };
  const polling = poll();
  const sampling = setInterval(() => memory.push(residentKilobytes(pid)), 1000);
  const under = new Set<Promise<void>>();
  const batches = (seconds * eventsPerSecond) / batchSize;
  const begun = Date.now();
  try {
    for (let serial = 0; serial < batches; serial++) {
      const due = begun + (serial * batchSize * 1000) / eventsPerSecond;
      if (due > Date.now()) await sleep(due - Date.now());
      const sending = post(target, serial).finally(() => under.delete(sending));
      under.add(sending);
      waiting.set(`probe-${serial}`, Date.now());
      if (serial % 600 === 599) {
        const last = percentile(
          arrivals.slice(-600).map((arrival) => arrival.milliseconds),
          0.95,
        );
        console.log(
          `     ${(serial + 1) * batchSize} events posted, p95 of late ${last} ms, ${waiting.size} on their way`,
        );
      }
    }
    await Promise.all(under);
    posting = false;
    await polling;
    return { arrivals, memory };
  } finally {
    clearInterval(sampling);
    await client.close();
  }
}

async function post({ url, key }: Target, serial: number): Promise<void> {
  const at = Date.now() / 1000;
  const events = Array.from({ length: batchSize }, (_, index) => {
    const id = (serial * batchSize + index).toString(16).padStart(12, '0');
    const probe = index === 0 ? `"session_id":"probe-${serial}",` : '';
    return (
      `{"event_id":"00000000-0000-4000-8000-${id}","event_type":"match_end","event_name":"match_end","event_version":"1.0",` +
      `"event_timestamp":${at},"app_version":"2.4.1","player_id":"player-${(serial * 7 + index) % 5000}",${probe}"event_data":{"match_id":"m-${serial}",` +
      `"map_id":"harbour","match_result_type":"WIN","exp_gained":${index},"most_used_spell":"fireball"}}`
    );
  });
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: key, 'content-type': 'application/json' },
    body: `{"events":[${events.join(',')}]}`,
  });
  if (!response.ok) throw new Error(`the API answered ${response.status}`);
  await response.arrayBuffer();
}

/** Of a process and all processes below it. */
function residentKilobytes(pid: number): number {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,rss='], { encoding: 'utf8' }).trim().split('\n');
  const processes = lines.map((line) => line.trim().split(/\s+/).map(Number));
  const family = new Set([pid]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const [id = 0, parent = 0] of processes) {
      if (!family.has(parent) || family.has(id)) continue;
      family.add(id);
      grown = true;
    }
  }
  return processes.reduce((sum, [id = 0, , rss = 0]) => sum + (family.has(id) ? rss : 0), 0);
}
