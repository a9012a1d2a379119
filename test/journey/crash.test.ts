import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  createGame,
  type Game,
  gapJson,
  ingestModes,
  makeJourneyDirectory,
  query,
  runGap,
  writeConfig,
} from '../support/pipeline.ts';
import { type PipelineProcess, startProcess, stopProcess } from '../support/pipeline-process.ts';

/** What the client knows: which events the API acknowledged, and which it tried to send at all. */
interface Ledger {
  readonly acknowledged: Set<string>;
  readonly sent: Set<string>;
}

const batchSize = 20;

function journeyDirectory(): string {
  const directory = makeJourneyDirectory();
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Sends batches from several clients until the process is killed under them. */
async function load({ child, file }: PipelineProcess, game: Game, ledger: Ledger): Promise<void> {
  const enough = ledger.acknowledged.size + 2000 + Math.floor(Math.random() * 2000);
  const client = async () => {
    while (child.exitCode === null && child.signalCode === null) {
      const ids = Array.from({ length: batchSize }, () => randomUUID());
      for (const id of ids) ledger.sent.add(id);
      const events = ids.map((event_id, index) => ({
        event_id,
        event_type: index % 7 === 0 ? 'not a type' : 'login',
        event_name: 'login',
        event_timestamp: Math.floor(Date.now() / 1000),
      }));
      try {
        const response = await fetch(`${file.api}/applications/${game.id}/events`, {
          method: 'POST',
          headers: { authorization: game.key, 'content-type': 'application/json' },
          body: JSON.stringify({ events }),
        });
        const { Events } = (await response.json()) as { Events: { Result: string }[] };
        Events.forEach(({ Result }, index) => {
          const id = ids[index];
          if (Result === 'Ok' && id !== undefined) ledger.acknowledged.add(id);
        });
      } catch {
        // Killed, or an answer that acknowledges nothing.
      }
      if (ledger.acknowledged.size >= enough) child.kill('SIGKILL');
    }
  };
  await Promise.all([client(), client(), client(), client()]);
}

describe.each(ingestModes)('killed again and again while events come in through %s', (INGEST_MODE) => {
  test('every acknowledged event is stored exactly once, accepted or quarantined', { timeout: 240_000 }, async () => {
    const directory = journeyDirectory();
    const state = join(directory, 'state');
    const config = writeConfig(directory, { INGEST_MODE });
    const ledger: Ledger = { acknowledged: new Set(), sent: new Set() };
    let game: Game | undefined;
    for (let round = 0; round < 3; round++) {
      const pipeline = await startProcess(state, config);
      game ??= await createGame({ state });
      await load(pipeline, game, ledger);
    }
    const last = await startProcess(state, config);
    await gapJson({ state }, 'flush');
    const rows = await query<{ event_id: string; copies: number }>(
      { state },
      `SELECT event_id, count(*) AS copies FROM (
         SELECT event_id FROM raw_events UNION ALL SELECT event_id FROM raw_quarantined_events
       ) GROUP BY event_id`,
    );
    expect(rows.filter((row) => row.copies > 1)).toEqual([]);
    const stored = new Set(rows.map((row) => row.event_id));
    expect([...ledger.acknowledged].filter((id) => !stored.has(id))).toEqual([]);
    expect([...stored].filter((id) => !ledger.sent.has(id))).toEqual([]);
    expect(ledger.acknowledged.size).toBeGreaterThan(6000);
    expect(await stopProcess(last, 'SIGTERM')).toBe(0);
    expect((await runGap({ state }, 'status')).exitCode).toBe(3);
  });
});

test('a second start on the same state directory is refused by name', async () => {
  const directory = journeyDirectory();
  const state = join(directory, 'state');
  const config = writeConfig(directory, {});
  const first = await startProcess(state, config);
  await expect(startProcess(state, config)).rejects.toThrow(`${state} is in use by process`);
  await stopProcess(first, 'SIGTERM');
});
