import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { runMappedFunction } from 'assembly-runtime/testing/mapped-function.ts';
import { describe, expect, test, vi } from 'vitest';
import { sendBatch } from '../../../../scripts/gap/replay/loader/send-batch.ts';
import { runGap } from '../../../support/pipeline.ts';

/**
 * Writes what it takes to `store`, one line a record. Of `spoiled` it takes none, and reports the first; `broken` makes it
 * throw. The file `repaired` ends both.
 */
const code = `const { appendFileSync, existsSync } = require('node:fs');
exports.handler = async (event) => {
  for (const { kinesis } of event.Records) {
    const text = Buffer.from(kinesis.data, 'base64').toString();
    if (!existsSync(process.env.DIRECTORY + '/repaired')) {
      if (text.includes('broken')) throw new Error('it is broken');
      if (text.includes('spoiled')) return { batchItemFailures: [{ itemIdentifier: kinesis.sequenceNumber }] };
    }
    appendFileSync(process.env.DIRECTORY + '/store', kinesis.sequenceNumber + ' ' + text + '\\n');
  }
};`;

const event = (application_id: string, name: string) => JSON.stringify({ application_id, event: { name } });
const since = ['--since', '2026-01-01'];

async function failedBatches(mapping: Record<string, unknown>, events: readonly string[], failures: number) {
  const stack = await runMappedFunction(code, {
    mapping: { FunctionResponseTypes: ['ReportBatchItemFailures'], ...mapping },
  });
  await stack.put(...events);
  const s3 = new S3Client({ ...stack.clientSettings, forcePathStyle: true });
  const { Bucket } = stack.outputs;
  const keys = async (Prefix: string) => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
    return Contents.map(({ Key = '' }) => Key);
  };
  const objects = {
    read: async (Key: string) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      return (await Body?.transformToString()) ?? '';
    },
    write: (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body })),
  };
  const failed = () => keys('aws/lambda/');
  await vi.waitFor(async () => expect(await failed()).toHaveLength(failures), { timeout: 30_000 });
  const store = () => {
    const file = join(stack.state, 'store');
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  };
  const names = () => store().map((line) => /"name":"([^"]+)"/.exec(line)?.[1]);
  const repair = () => appendFileSync(join(stack.state, 'repaired'), '');
  const replay = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await runGap(stack, 'replay', '--from', 'loader', ...since, ...args, '--json');
    return { exitCode, result: stdout === '' ? undefined : JSON.parse(stdout), stderr };
  };
  const status = async (...args: string[]) => await runGap(stack, 'status', ...args);
  return { status, objects, failed, done: () => keys('aws/lambda-replayed/'), names, repair, replay };
}

test('what could not be loaded goes to its function again, once', async () => {
  const events = [event('a', '1'), event('a', 'spoiled'), event('b', 'broken'), event('a', '2')];
  const { status, failed, done, names, repair, replay } = await failedBatches({}, events, 2);
  await vi.waitFor(() => expect(names()).toEqual(['1', '2']), { timeout: 20_000 });
  const before = await failed();
  const words = await status();
  expect(words.stdout).toMatch(/^load {2,}stack-stream-\S+ {2,}(OK|PROBLEM: Function call failed: it is broken)$/m);
  expect(words.stdout).toContain('Manual action required:\n');
  expect(words.exitCode).toBe(1);
  expect(JSON.parse((await status('--json')).stdout).problems).toContainEqual({
    part: 'loaders',
    problem: '2 batches set aside: gap replay --from loader',
  });

  const preview = await replay('--dry-run');
  expect(preview.result).toEqual({
    from: 'loader',
    dryRun: true,
    found: 2,
    skipped: 0,
    groups: [
      { function: 'load', reason: 'RetryAttemptsExhausted', application_id: 'a', records: 1 },
      { function: 'load', reason: 'RetryAttemptsExhausted', application_id: 'b', records: 1 },
    ],
  });
  const early = await replay();
  expect([early.exitCode, early.result]).toEqual([1, { from: 'loader', found: 2, replayed: 0, failed: 2, skipped: 0 }]);
  expect(early.stderr).toMatch(/record \d{56}, received .* is not taken: it is broken/);
  expect(await failed()).toEqual(before);

  repair();
  const again = await replay();
  expect([again.exitCode, again.result]).toEqual([0, { from: 'loader', found: 2, replayed: 2, failed: 0, skipped: 0 }]);
  expect(names().sort()).toEqual(['1', '2', 'broken', 'spoiled']);
  expect([await failed(), (await done()).length]).toEqual([[], 2]);

  const more = await replay();
  expect(more.result).toEqual({ from: 'loader', found: 0, replayed: 0, failed: 0, skipped: 0 });
  expect(names()).toHaveLength(4);
  const healthy = await status('--json');
  expect([healthy.exitCode, JSON.parse(healthy.stdout).problems]).toEqual([0, []]);
});

test('a selection takes its own records, and leaves a batch that holds others to be sent', async () => {
  const events = [event('a', 'broken'), event('b', 'with it')];
  const { failed, names, repair, replay } = await failedBatches({ BisectBatchOnFunctionError: false }, events, 1);
  repair();
  expect((await replay('--reason', 'RecordAgeExceeded')).result).toMatchObject({ found: 0 });
  expect((await replay('--until', '2026-01-02')).result).toMatchObject({ found: 0 });
  expect((await replay('--application', 'b')).result).toMatchObject({ found: 1, replayed: 1 });
  expect(names()).toEqual(['with it']);
  expect(await failed()).toHaveLength(1);
  expect((await replay()).result).toMatchObject({ found: 2, replayed: 2 });
  expect(await failed()).toEqual([]);
});

test('what is none of Lambda’s, and what is of another function, is named and left', async () => {
  const { failed, objects, repair, replay } = await failedBatches({}, [event('a', 'broken')], 1);
  const [key = ''] = await failed();
  const batch = await objects.read(key);
  await objects.write('aws/lambda/0/other', batch.replace(':function:load"', ':function:delete-everything"'));
  await objects.write('aws/lambda/0/text', 'something');
  repair();
  const { result, stderr } = await replay();
  expect(result).toMatchObject({ found: 1, replayed: 1, skipped: 2 });
  expect(stderr).toContain('aws/lambda/0/other is of arn:aws:lambda:us-east-1:000000000000:function:delete-everything');
  expect(stderr).toContain('aws/lambda/0/text is no batch');
  expect(await failed()).toEqual(['aws/lambda/0/other', 'aws/lambda/0/text']);
});

test('two at once send every batch, and neither stumbles over what the other has done', async () => {
  const events = Array.from({ length: 12 }, (_, number) => event('a', `broken ${number}`));
  const { failed, done, names, repair, replay } = await failedBatches({}, events, events.length);
  repair();
  const both = await Promise.all([replay(), replay()]);
  expect(both.map(({ exitCode, result }) => [exitCode, result?.failed, result?.skipped])).toEqual([
    [0, 0, 0],
    [0, 0, 0],
  ]);
  expect(new Set(names()).size).toBe(events.length);
  expect([await failed(), (await done()).length]).toEqual([[], events.length]);
});

test('keeps no checkpoint', async () => {
  const { failed, replay } = await failedBatches({}, [event('a', 'broken')], 1);
  expect(await replay('--restart')).toMatchObject({ exitCode: 2, result: undefined });
  expect(await failed()).toHaveLength(1);
});

describe('a batch that is sent again', () => {
  const records = ['1', '2', '3', '4'].map((sequenceNumber) => ({
    entry: {},
    sequenceNumber,
    arrivedAt: 0,
    applicationId: undefined,
  }));
  const numbersOf = (some: readonly { sequenceNumber: string }[]) => some.map(({ sequenceNumber }) => sequenceNumber);

  test('loses what the function names, and only that', async () => {
    const calls: string[][] = [];
    const sent = await sendBatch(records, async (rest) => {
      const numbers = numbersOf(rest);
      calls.push(numbers);
      const bad = numbers.findIndex((number) => number === '2' || number === '4');
      return bad < 0 ? { kind: 'done' } : { kind: 'partly', failed: new Set([bad]) };
    });
    expect(calls).toEqual([
      ['1', '2', '3', '4'],
      ['3', '4'],
    ]);
    expect([sent.replayed, numbersOf(sent.failed), sent.message]).toEqual([2, ['2', '4'], undefined]);
  });

  test('is left when the function fails', async () => {
    const answers = [{ kind: 'partly', failed: new Set([1]) } as const, { kind: 'failed', message: 'down' } as const];
    const sent = await sendBatch(records, async () => answers.shift() ?? { kind: 'done' });
    expect([sent.replayed, numbersOf(sent.failed), sent.message]).toEqual([1, ['2', '3', '4'], 'down']);
  });
});
