import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, test } from 'vitest';
import { Cloud, decoded } from './cloud.ts';

const child = join(import.meta.dirname, 'crash-child.ts');

/** Runs one life; resolves with whether it came to its end. It is killed so many milliseconds after its first record. */
function live(args: readonly string[], killAfterMilliseconds?: number): Promise<{ done: boolean; stderr: string }> {
  const process_ = spawn(process.execPath, ['--import', 'tsx', child, ...args]);
  let stdout = '';
  let stderr = '';
  let timer: NodeJS.Timeout | undefined;
  process_.stdout.on('data', (text) => {
    stdout += text;
    if (killAfterMilliseconds !== undefined)
      timer ??= setTimeout(() => process_.kill('SIGKILL'), killAfterMilliseconds);
  });
  process_.stderr.on('data', (text) => {
    stderr += text;
  });
  return new Promise((resolve) => {
    process_.on('close', () => {
      clearTimeout(timer);
      resolve({ done: stdout.includes('done'), stderr });
    });
  });
}

/** How often each id is in the outputs: rows and error output together, and the archive. */
async function count(cloud: Cloud): Promise<{ outputs: Map<string, number>; archive: Map<string, number> }> {
  const outputs = new Map<string, number>();
  const archive = new Map<string, number>();
  const add = (to: Map<string, number>, id: string) => to.set(id, (to.get(id) ?? 0) + 1);
  const connection = await (await DuckDBInstance.create()).connect();
  const result = await connection.runAndReadAll(`SELECT id FROM read_parquet('${cloud.path('rows')}/**/*.parquet')`);
  for (const [id] of result.getRows()) add(outputs, String(id));
  for (const { rawData } of cloud.errors()) add(outputs, (JSON.parse(decoded(rawData)) as { id: string }).id);
  for (const key of cloud.keys('archive')) {
    for (const [, id = ''] of cloud.text(key, 'archive').matchAll(/"id":"([^"]+)"/g)) add(archive, id);
  }
  return { outputs, archive };
}

async function expectEachOnce(cloud: Cloud): Promise<void> {
  const acknowledged = readFileSync(join(cloud.directory, 'ledger'), 'utf8').trim().split('\n');
  const { outputs, archive } = await count(cloud);
  for (const found of [outputs, archive]) {
    expect(acknowledged.filter((id) => found.get(id) !== 1)).toEqual([]);
    expect([...found].filter(([, times]) => times > 1)).toEqual([]);
  }
}

const stages: [string, number][] = [
  ['before lambda', 2],
  ['after lambda', 2],
  ['before manifest.json', 2],
  ['after manifest.json', 2],
  ['before s3', 3],
  ['after s3', 3],
  ['after s3', 12],
  ['before state.json', 2],
  ['after state.json', 2],
  ['before the end', 2],
  ['after the end', 2],
];

describe.each(['direct puts', 'kinesis'])('with %s, after kill -9', (source) => {
  test('at every stage in turn, each acknowledged record is delivered once', { timeout: 240_000 }, async () => {
    const cloud = new Cloud();
    for (const [index, [stage, nth]] of stages.entries()) {
      const { done, stderr } = await live([cloud.directory, source, `life${index}`, '6000', stage, String(nth)]);
      expect({ stage, done, stderr }).toEqual({ stage, done: false, stderr: '' });
    }
    expect(await live([cloud.directory, source, 'last', '20'])).toEqual({ done: true, stderr: '' });
    await expectEachOnce(cloud);
    cloud.remove();
  });

  test('at any moment, each acknowledged record is delivered once', { timeout: 240_000 }, async () => {
    const cloud = new Cloud();
    for (let life = 0; life < 4; life++) {
      await live([cloud.directory, source, `life${life}`, '20000'], 200 + Math.random() * 600);
    }
    expect(await live([cloud.directory, source, 'last', '20'])).toEqual({ done: true, stderr: '' });
    await expectEachOnce(cloud);
    cloud.remove();
  });
});
