import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AnswerBook } from '../../scripts/simulate/answers.ts';
import { defaultSimulation, simulate } from '../../scripts/simulate/simulate.ts';
import { createGame, gapJson, ingestModes, query, startPipeline } from '../support/pipeline.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

describe.each(ingestModes)('simulated players through %s', (INGEST_MODE) => {
  test('give the answers that the simulator counted, each event in exactly one place', {
    timeout: 120_000,
  }, async () => {
    const disturbances = { duplicates: 0.05, late: 0.05, wrongClock: 0.02, malformed: 0.03 };
    const book = new AnswerBook();
    const lines = [
      ...simulate({ ...defaultSimulation, ...disturbances, seed: 7, players: 120, days: 6, until: Date.now() }, book),
    ];
    const answers = book.answers();
    const file = join(temporaryDirectory(), 'players.ndjson');
    writeFileSync(file, lines.join('\n'));
    const pipeline = await startPipeline({ INGEST_MODE });
    const { id, key } = await createGame(pipeline);
    const sent = await gapJson(pipeline, 'send', file, '--app', id, '--key', key, '--wait');
    expect(sent).toEqual({ sent: answers.sent, accepted: answers.sent, failed: 0, shiftedDays: 0 });

    const [counts] = await query<Record<string, number>>(
      pipeline,
      `SELECT (SELECT count(*) FROM events) AS accepted, (SELECT count(*) FROM raw_events) AS raw,
              (SELECT count(*) FROM failed_events) AS failed`,
    );
    expect(counts).toEqual({ accepted: answers.accepted, raw: answers.accepted + answers.duplicates, failed: 0 });
    const reasons = await query<{ reason: string; n: number }>(
      pipeline,
      'SELECT reason, count(*) AS n FROM quarantined_events GROUP BY reason',
    );
    expect(Object.fromEntries(reasons.map(({ reason, n }) => [reason, n]))).toEqual(answers.quarantined);

    const types = await gapJson<{ event_type: string; events: number }[]>(
      pipeline,
      'query',
      '--metric',
      'events_by_type',
    );
    expect(Object.fromEntries(types.map((row) => [row.event_type, row.events]))).toEqual(answers.events_by_type);
    const days = await gapJson<{ day: string; players: number }[]>(pipeline, 'query', '--metric', 'players_per_day');
    expect(Object.fromEntries(days.map((row) => [row.day.slice(0, 10), row.players]))).toEqual(answers.players_per_day);
    const [busiest] = await gapJson<{ minute: string; events: number }[]>(
      pipeline,
      'query',
      '--metric',
      'busiest_minute',
    );
    expect([busiest?.minute.slice(0, 16), busiest?.events]).toEqual(answers.busiest_minute);
  });
});
