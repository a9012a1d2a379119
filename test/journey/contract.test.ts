import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { defaultSimulation, type Simulation, simulate } from '../../scripts/simulate/simulate.ts';
import { askAnswers, askedOf } from '../support/ask-answers.ts';
import { EventBook, firstLines } from '../support/event-book.ts';
import { type Ledger, sendAll } from '../support/ledger-client.ts';
import { createGame, gapJson, ingestModes, makeJourneyDirectory, query, writeConfig } from '../support/pipeline.ts';
import { startProcess, stopProcess } from '../support/pipeline-process.ts';
import { putOnStream } from '../support/put-on-stream.ts';

/** CONTRACT_EVENTS=200000 npx vitest run test/journey/contract.test.ts: the same, as large as a studio's evening. */
const size = Number(process.env.CONTRACT_EVENTS ?? 20_000);
const seed = Number(process.env.CONTRACT_SEED ?? 4);
const failedRecords = Math.ceil(size / 200);
/** About as many events does a player send who may come on any of these days. */
const days = 10;
const eventsPerPlayer = 90;

/** `sent_at` as a device writes it: when the request leaves, by its own clock. */
function stamper(until: number) {
  return (line: string) =>
    line.replace(/"sent_at":(-?\d+)/, (_, seconds) => `"sent_at":${Number(seconds) + (Date.now() - until) / 1000}`);
}

describe.each(ingestModes)('the contract, %s', (INGEST_MODE) => {
  test('of a seeded run, killed in the middle, each event is in exactly one place and every answer is right', {
    timeout: 240_000 + size * 5,
  }, async () => {
    const directory = makeJourneyDirectory();
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    const state = join(directory, 'state');
    const config = writeConfig(directory, { INGEST_MODE });
    let pipeline = await startProcess(state, config);
    onTestFinished(() => void pipeline.child.kill('SIGKILL'));
    const game = await createGame({ state });

    const until = Date.now();
    const disturbances = { duplicates: 0.05, malformed: 0.03, wrongClock: 0.02, skewedClock: 0.01, late: 0.05 };
    const players = Math.ceil(size / eventsPerPlayer);
    const simulation: Simulation = { ...defaultSimulation, ...disturbances, seed, players, days, until };
    const book = new EventBook();
    const lines = simulate(simulation, book);
    const ledger: Ledger = { acknowledged: 0, uncertain: 0 };
    const begun = Date.now();

    let restart: Promise<void> | undefined;
    let failure: unknown;
    const send = (count: number) =>
      sendAll(firstLines(lines, count), ledger, {
        game,
        api: () => {
          if (failure !== undefined) throw failure;
          return pipeline.file.api;
        },
        batch: 100,
        clients: 4,
        stamp: stamper(until),
        onAcknowledged: () => {
          if (ledger.acknowledged < size / 2) return;
          restart ??= killAndRestart().catch((error: unknown) => {
            failure = error;
          });
        },
      });
    const killAndRestart = async () => {
      await stopProcess(pipeline, 'SIGKILL');
      pipeline = await startProcess(state, config);
    };

    const broken = Array.from({ length: failedRecords }, (_, index) => `record ${index} is no JSON`);
    for (let start = 0; start < broken.length; start += 500) {
      await putOnStream(pipeline.file, broken.slice(start, start + 500));
    }
    const most = Math.floor(size * 0.9);
    await send(most);
    await restart;
    await gapJson({ state }, 'flush');
    await gapJson({ state }, 'compact');
    // What comes now meets days that are compacted already.
    await send(size - most);
    await gapJson({ state }, 'flush');
    const sentSeconds = (Date.now() - begun) / 1000;

    const answers = book.answers();
    expect(restart).toBeDefined();
    expect([ledger.acknowledged, answers.sent]).toEqual([size, size]);
    const check = async () => {
      expect(await askAnswers({ state })).toEqual(askedOf(answers));
      await eachInOnePlace(state, book);
    };
    await check();
    const compacted = await gapJson({ state }, 'compact');
    await check();

    const stored = await storedRows(state);
    expect(stored.failed).toBe(failedRecords);
    const duplicates = answers.duplicates + answers.quarantined_duplicates;
    const { schema_mismatch, timestamp_out_of_range } = answers.quarantined;
    const quarantined = schema_mismatch + timestamp_out_of_range;
    expect(answers.accepted + quarantined + stored.failed + duplicates).toBe(size + failedRecords);
    // A killed request may have been stored before it was sent again.
    const resent = stored.duplicates - duplicates;
    expect(resent).toBeGreaterThanOrEqual(0);
    expect(resent).toBeLessThanOrEqual(ledger.uncertain);
    expect(stored.rows).toBe(size + resent);
    if (process.env.CONTRACT_EVENTS !== undefined) {
      console.log(JSON.stringify({ ...ledger, sentSeconds, stored, resent, compacted, answers: askedOf(answers) }));
    }
    expect(await stopProcess(pipeline, 'SIGTERM')).toBe(0);
  });
});

async function eachInOnePlace(state: string, book: EventBook): Promise<void> {
  const accepted = await query<{ event_id: string }>({ state }, 'SELECT event_id FROM events');
  expect(accepted.length).toBe(book.accepted.size);
  expect(accepted.filter(({ event_id }) => !book.accepted.has(event_id))).toEqual([]);
  const quarantined = await query<{ event_id: string; reason: string; error_path: string }>(
    { state },
    'SELECT event_id, reason, error_path FROM quarantined_events',
  );
  expect(quarantined.length).toBe(book.quarantined.size);
  expect(quarantined.filter((row) => book.quarantined.get(row.event_id) !== `${row.reason} ${row.error_path}`)).toEqual(
    [],
  );
}

/** What was delivered, and of it what came more than once. */
async function storedRows(state: string): Promise<{ rows: number; duplicates: number; failed: number }> {
  const [rows] = await query<{ rows: number; failed: number }>(
    { state },
    `SELECT (SELECT count(*) FROM raw_events) + (SELECT count(*) FROM raw_quarantined_events) AS rows,
            (SELECT count(*) FROM failed_events) AS failed`,
  );
  const copies = await gapJson<{ duplicates: number }[]>({ state }, 'query', '--metric', 'duplicated_events');
  const duplicates = copies.reduce((sum, row) => sum + row.duplicates, 0);
  return { rows: rows?.rows ?? 0, failed: rows?.failed ?? 0, duplicates };
}
