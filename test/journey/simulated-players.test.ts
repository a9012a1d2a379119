import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from 'assembly-runtime/testing/temporary-directory.ts';
import { describe, expect, test } from 'vitest';
import { AnswerBook } from '../../scripts/simulate/answers.ts';
import { defaultSimulation, simulate } from '../../scripts/simulate/simulate.ts';
import { askAnswers, askedOf } from '../support/ask-answers.ts';
import { createGame, gapJson, ingestModes, query, startPipeline } from '../support/pipeline.ts';

describe.each(ingestModes)('simulated players through %s', (INGEST_MODE) => {
  test('give the answers that the simulator counted, each event in exactly one place', {
    timeout: 240_000,
  }, async () => {
    const pipeline = await startPipeline({ INGEST_MODE });
    const { id, key } = await createGame(pipeline);
    const disturbances = { duplicates: 0.05, late: 0.05, wrongClock: 0.02, skewedClock: 0.02, malformed: 0.03 };
    const book = new AnswerBook();
    // Sent at once: a clock is put right by when the file says that it was sent.
    const until = Date.now();
    const lines = [...simulate({ ...defaultSimulation, ...disturbances, seed: 7, players: 60, days: 6, until }, book)];
    const answers = book.answers();
    const file = join(temporaryDirectory(), 'players.ndjson');
    writeFileSync(file, lines.join('\n'));
    const sent = await gapJson(pipeline, 'send', file, '--app', id, '--key', key, '--wait');
    const { schema_mismatch, timestamp_out_of_range } = answers.quarantined;
    const quarantined = schema_mismatch + timestamp_out_of_range;
    expect(sent).toEqual({
      sent: answers.sent,
      accepted: answers.sent - quarantined,
      failed: 0,
      shiftedDays: 0,
      quarantined,
      reasons: { schema_mismatch, timestamp_out_of_range },
    });

    expect(await askAnswers(pipeline)).toEqual(askedOf(answers));
    const [counts] = await query<Record<string, number>>(
      pipeline,
      `SELECT (SELECT count(*) FROM raw_events) AS accepted,
              (SELECT count(*) FROM raw_quarantined_events) AS quarantined,
              (SELECT count(*) FROM failed_events) AS failed`,
    );
    expect(counts).toEqual({
      accepted: answers.accepted + answers.duplicates,
      quarantined: quarantined + answers.quarantined_duplicates,
      failed: 0,
    });
    const copies = await gapJson<{ duplicates: number }[]>(pipeline, 'query', '--metric', 'duplicated_events');
    const duplicates = copies.reduce((sum, row) => sum + row.duplicates, 0);
    expect(duplicates).toBe(answers.duplicates + answers.quarantined_duplicates);
  });
});
