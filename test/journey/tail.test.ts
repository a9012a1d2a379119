import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { createGame, ingestModes, postBody, runGap, startPipeline } from '../support/pipeline.ts';
import { putOnStream } from '../support/put-on-stream.ts';

test.each(ingestModes)('gap tail shows each event of %s once, with its outcome and reason', async (INGEST_MODE) => {
  const pipeline = await startPipeline({ INGEST_MODE });
  const game = await createGame(pipeline, 'Tailed');
  const event = (platform: unknown) => ({
    event_id: randomUUID(),
    event_type: 'login',
    event_name: 'login',
    event_timestamp: Date.now() / 1000,
    event_data: { platform },
  });
  const [good, wrong] = [event('pc'), event(7)];
  await postBody(pipeline, game, JSON.stringify({ events: [good, wrong, good] }));
  await putOnStream(pipeline.stack.file, ['no JSON']);

  const tail = (...more: string[]) => runGap(pipeline, 'tail', '--since', '10m', '--json', ...more);
  const { exitCode, stdout } = await tail('--limit', '4');
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(exitCode).toBe(0);
  expect(lines.map(({ event_id, outcome, reason }) => [event_id, outcome, reason].join(' ')).sort()).toEqual(
    [
      `${good?.event_id} accepted ok`,
      `${good?.event_id} duplicate duplicate`,
      `${wrong?.event_id} quarantined schema_mismatch`,
      ' failed not_json',
    ].sort(),
  );
  const filtered = await tail('--app', 'Tailed', '--outcome', 'quarantined', '--limit', '1');
  expect(JSON.parse(filtered.stdout)).toMatchObject({
    application_id: game.id,
    event_id: wrong?.event_id,
    error_path: '/event_data/platform',
  });
});
