import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { defaultSimulation, simulate } from '../../scripts/simulate/simulate.ts';
import { EventBook, firstLines } from '../support/event-book.ts';
import { type Ledger, sendAll } from '../support/ledger-client.ts';
import { createGame, makeJourneyDirectory, writeConfig } from '../support/pipeline.ts';
import { type PipelineProcess, startProcess, stopProcess } from '../support/pipeline-process.ts';
import { putOnStream } from '../support/put-on-stream.ts';
import {
  askClickHouse,
  comparableMetrics,
  realTimeKeys,
  untilClickHouseHas,
  untilCounted,
  untilCountedAsStored,
} from '../support/real-time.ts';

/** REAL_TIME_EVENTS=300000 npx vitest run test/journey/real-time-crash.test.ts: the same, as large as an evening. */
const size = Number(process.env.REAL_TIME_EVENTS ?? 10_000);
/** REAL_TIME_ENGINES=flink: on the real Flink of `npm run engines`, which is killed as well. */
const engines = process.env.REAL_TIME_ENGINES?.split(',') ?? [];
const failedRecords = Math.ceil(size / 200);
const eventsPerPlayer = 30;

/** What is killed, one after the other, each when its part of the events is acknowledged. */
const victims = [
  'clickhouse',
  'runtime',
  'clickhouse',
  ...(engines.includes('flink') ? (['flink'] as const) : []),
  'runtime',
] as const;
const commands = { clickhouse: /clickhouse/, flink: /flink-sql-runner/ } as const;

test('of a seeded run in which each part is killed, every event is in ClickHouse once and in its metrics once', {
  timeout: 600_000 + size * 5,
}, async () => {
  const directory = makeJourneyDirectory();
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const state = join(directory, 'state');
  const config = writeConfig(directory, realTimeKeys);
  const options = engines.flatMap((engine) => ['--engine', engine]);
  let pipeline = await startProcess(state, config, ...options);
  onTestFinished(() => void pipeline.child.kill('SIGKILL'));
  const game = await createGame({ state });

  const disturbances = { duplicates: 0.05, malformed: 0.03, wrongClock: 0.02, skewedClock: 0, late: 0.05 };
  const players = Math.ceil((size / eventsPerPlayer) * 1.2);
  const until = Date.now();
  const book = new EventBook();
  const lines = simulate({ ...defaultSimulation, ...disturbances, seed: 5, players, days: 2, until }, book);
  const ledger: Ledger = { acknowledged: 0, uncertain: 0 };
  const killed: string[] = [];
  let killing = Promise.resolve();
  let failure: unknown;
  const kill = async (victim: (typeof victims)[number]) => {
    if (victim === 'runtime') {
      await stopProcess(pipeline, 'SIGKILL');
      pipeline = await startProcess(state, config, ...options);
    } else {
      process.kill(childOf(pipeline, commands[victim]), 'SIGKILL');
    }
  };
  const broken = Array.from({ length: failedRecords }, (_, index) => `record ${index} is no JSON`);
  for (let start = 0; start < broken.length; start += 500) {
    await putOnStream(pipeline.file, broken.slice(start, start + 500));
  }
  await sendAll(halfOfThemNow(firstLines(lines, size)), ledger, {
    game,
    api: () => {
      if (failure !== undefined) throw failure;
      return pipeline.file.api;
    },
    batch: 100,
    clients: 4,
    stamp: (line) => line,
    onAcknowledged: () => {
      const victim = victims[killed.length];
      if (victim === undefined || ledger.acknowledged < (size * (killed.length + 1)) / (victims.length + 1)) return;
      killed.push(victim);
      killing = killing
        .then(() => kill(victim))
        .catch((error: unknown) => {
          failure = error;
        });
    },
  });
  await killing;
  expect(failure).toBeUndefined();
  expect(killed).toEqual(victims);
  expect(ledger.acknowledged).toBe(size);

  await untilClickHouseHas({ state }, 'events', book.accepted.size);
  await untilClickHouseHas({ state }, 'quarantined_events', book.quarantined.size);
  await untilClickHouseHas({ state }, 'failed_events', failedRecords);
  const accepted = await askClickHouse<{ event_id: string }>({ state }, 'SELECT event_id FROM events');
  expect(accepted.filter(({ event_id }) => !book.accepted.has(event_id))).toEqual([]);
  const quarantined = await askClickHouse<{ event_id: string; reason: string; error_path: string }>(
    { state },
    'SELECT event_id, reason, error_path FROM quarantined_events',
  );
  expect(
    quarantined.filter(
      ({ event_id, reason, error_path }) => book.quarantined.get(event_id) !== `${reason} ${error_path}`,
    ),
  ).toEqual([]);
  await untilCounted({ state }, book.accepted.size);
  for (const metric of comparableMetrics) await untilCountedAsStored({ state }, metric, 'clickhouse');
  expect(await stopProcess(pipeline, 'SIGTERM')).toBe(0);
});

/** Every second event happens as it is sent; the others come late. A copy of an event has its time. */
function* halfOfThemNow(lines: Iterable<string>): Generator<string> {
  const times = new Map<string, number>();
  for (const line of lines) {
    const { event_id } = JSON.parse(line) as { event_id: string };
    if (/[02468ace]$/.test(event_id)) {
      yield line;
      continue;
    }
    const time = times.get(event_id) ?? Date.now() / 1000;
    times.set(event_id, time);
    // What is to be out of range stays so.
    yield line.replace(/"event_timestamp":(\d{10}(?:\.\d+)?)([,}])/, (text, seconds, end) =>
      Math.abs(time - Number(seconds)) < 3 * 86_400 ? `"event_timestamp":${time}${end}` : text,
    );
  }
}

/** The process that the pipeline started with such a command. */
function childOf({ child }: PipelineProcess, command: RegExp): number {
  const listed = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' });
  for (const line of listed.split('\n')) {
    const [, pid, parent, args = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    if (Number(parent) === child.pid && command.test(args)) return Number(pid);
  }
  throw new Error(`the pipeline has no process ${command} among:\n${listed}`);
}
