import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { MappedStream, numbers } from './mapped-stream.ts';

const child = join(import.meta.dirname, 'crash-child.ts');

async function live(directory: string, killInCall?: number): Promise<{ printed: string; signal: unknown }> {
  const args = killInCall === undefined ? [directory] : [directory, String(killInCall)];
  const life = spawn(process.execPath, ['--import', 'tsx', child, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [printed, [, signal]] = await Promise.all([text(life.stdout), once(life, 'close')]);
  return { printed, signal };
}

test('kill -9 skips no record, keeps the order and goes on from the last checkpoint', async () => {
  const stream = await MappedStream.open(2);
  const texts = numbers(0, 400).map((n) => `${Number(n) % 4}.${n}`);
  await stream.put(...texts);
  await stream.close();
  // In the middle of the batches, and between the retries of the poison.
  for (const call of [5, 12]) expect((await live(stream.stateDirectory, call)).signal).toBe('SIGKILL');
  expect((await live(stream.stateDirectory)).printed).toBe('done\n');

  const ledger = readFileSync(join(stream.stateDirectory, 'ledger'), 'utf8').trim().split('\n');
  const first = [...new Set(ledger)];
  for (const key of numbers(0, 4)) {
    const ofKey = (text: string) => text.startsWith(`${key}.`);
    expect(first.filter(ofKey)).toEqual(texts.filter(ofKey));
  }
  // Only what was not yet known as done came again, and the halves of the batch with the poison.
  expect(ledger.length).toBeLessThan(texts.length + 100);
  const later = await MappedStream.at(stream.stateDirectory, 2);
  expect(new Set((await later.failures()).flatMap((failure) => failure.texts))).toEqual(new Set(['1.77']));
  await later.close();
});
