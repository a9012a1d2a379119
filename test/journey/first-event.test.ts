import { spawn } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { announce } from '../../scripts/announce.ts';
import { reportFirstQuarantined } from '../../scripts/watch/report-first-quarantined.ts';
import { createGame, gapJson, postBody, query, startPipeline } from '../support/pipeline.ts';

test('npm start prints how to send an event, to be pasted, and the first one that is quarantined', async () => {
  const pipeline = await startPipeline({});
  const { state, stack } = pipeline;
  const line = announce(stack.file, state).find((one) => one.startsWith('APP=')) ?? '';
  const child = spawn('bash', ['-c', line], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  for await (const chunk of child.stdout) printed += String(chunk);
  expect(JSON.parse(printed)).toMatchObject({ Total: 1, FailedRecordCount: 0 });
  await gapJson({ state }, 'flush');
  expect(await query({ state }, 'SELECT player_id FROM login')).toEqual([{ player_id: 'player-1' }]);

  const told: string[] = [];
  const stop = reportFirstQuarantined(state, (one) => told.push(one));
  onTestFinished(stop);
  const game = await createGame({ state });
  const event = (id: string) => ({
    event_id: `5bde3a51-7f0e-4f5a-9d0b-2b1f6a3d9a1${id}`,
    event_type: 'login',
    event_name: 'login',
    event_timestamp: Date.now() / 1000,
    event_data: { platform: 7 },
  });
  await postBody(pipeline, game, JSON.stringify({ events: [event('1'), event('2')] }));
  await expect.poll(() => told, { timeout: 60_000 }).toHaveLength(1);
  expect(told[0]).toMatch(/^quarantined login, schema_mismatch: \/event_data\/platform .*string/);
});
