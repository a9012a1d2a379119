import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EmbeddedMetrics } from '../../src/console/embedded-metrics.ts';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';

function line(jumps: unknown, more: object = {}): string {
  const CloudWatchMetrics = [
    { Namespace: 'Games', Dimensions: [['Player'], []], Metrics: [{ Name: 'Jumps', Unit: 'Count' }] },
  ];
  const document = { _aws: { Timestamp: 1_795_000_000_000, CloudWatchMetrics }, Player: 'p', Jumps: jumps, ...more };
  return `2026-11-21T14:30:31.910Z ${JSON.stringify(document)}\n`;
}

function logFolder(): { folder: string; file: string } {
  const folder = temporaryDirectory();
  mkdirSync(join(folder, 'aws/lambda'), { recursive: true });
  return { folder, file: join(folder, 'aws/lambda/jump.log') };
}

test('what functions write is summed by dimensions, from the start on', async () => {
  const { folder, file } = logFolder();
  writeFileSync(file, line(100));
  const metrics = new EmbeddedMetrics(folder);
  expect(await metrics.current()).toEqual([]);
  appendFileSync(file, line(2) + line([3, 4]));
  writeFileSync(join(folder, 'new.log'), line(1));
  const counted = { namespace: 'Games', name: 'Jumps', unit: 'Count', sum: 10, at: 1_795_000_000_000 };
  expect(await metrics.current()).toMatchObject([
    { ...counted, dimensions: { Player: 'p' } },
    { ...counted, dimensions: {} },
  ]);
  expect(await metrics.current()).toMatchObject([{ sum: 10 }, { sum: 10 }]);
});

test('a line is read once, when it is whole', async () => {
  const { folder, file } = logFolder();
  const metrics = new EmbeddedMetrics(folder);
  await metrics.current();
  const text = line(5);
  writeFileSync(file, text.slice(0, 60));
  expect(await metrics.current()).toEqual([]);
  appendFileSync(file, `${text.slice(60)}${'x'.repeat(3_000_000)}\n${line(6)}`);
  const [both] = await Promise.all([metrics.current(), metrics.current()]);
  expect(both).toMatchObject([
    { sum: 11, last: 6 },
    { sum: 11, last: 6 },
  ]);
});

test.each([
  ['no JSON', '2026 {"_aws" \n'],
  ['no metrics', `2026 ${JSON.stringify({ _aws: {} })}\n`],
  ['text where a number belongs', line('7')],
  ['a value that is not there', line(undefined)],
])('%s is a line like others', async (_, text) => {
  const { folder, file } = logFolder();
  const metrics = new EmbeddedMetrics(folder);
  await metrics.current();
  writeFileSync(file, text);
  expect(await metrics.current()).toEqual([]);
});

test('a folder that is not there has none, and many different ones are left out', async () => {
  const folder = temporaryDirectory();
  expect(await new EmbeddedMetrics(join(folder, 'nothing')).current()).toEqual([]);
  const metrics = new EmbeddedMetrics(folder);
  await metrics.current();
  const lines = Array.from({ length: 1500 }, (_, player) => line(1, { Player: `p${player}` }));
  writeFileSync(join(folder, 'many.log'), lines.join(''));
  expect(await metrics.current()).toHaveLength(1000);
});
