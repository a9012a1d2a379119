import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../src/runtime.ts';
import type { Services } from '../../../src/service.ts';
import type { FunctionSettings } from '../../../src/services/lambda/function-settings.ts';
import { Lambda } from '../../../src/services/lambda/lambda.ts';
import { temporaryDirectory } from '../../../testing/temporary-directory.ts';

const services: Services = { call: async () => undefined, authorize: () => {}, blobOf: () => undefined };
const admin = { arn: 'arn:aws:iam::000000000000:root' };

/** A Lambda engine with one function `f` made from the module text. */
function lambdaWith(module: string, settings: Partial<FunctionSettings> = {}) {
  const stateDirectory = temporaryDirectory();
  const code = join(stateDirectory, 'code');
  const told: string[] = [];
  mkdirSync(code);
  writeFileSync(join(code, 'index.mjs'), module);
  const runtime = {
    region: 'us-east-1',
    accountId: '000000000000',
    stateDirectory,
    services,
    clock: systemClock,
    bufferSeconds: undefined,
    endpointUrl: '',
    log: (line: string) => told.push(line),
  };
  const lambda = new Lambda(runtime);
  onTestFinished(() => lambda.close());
  lambda.createFunction({
    functionName: 'f',
    functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
    handlerFile: join(code, 'index.mjs'),
    exportName: 'handler',
    environment: { GREETING: 'hello' },
    timeoutSeconds: 5,
    memoryMegabytes: 128,
    logGroup: '/aws/lambda/f',
    concurrency: 2,
    ...settings,
  });
  const invoke = async (payload?: unknown, input: object = {}) => {
    const Payload = payload === undefined ? undefined : JSON.stringify(payload);
    const output = await lambda.service.actions.Invoke?.run({ FunctionName: 'f', Payload, ...input }, admin);
    return output as { StatusCode: number; FunctionError?: string; Payload: string };
  };
  const log = () => readFileSync(join(stateDirectory, 'logs/aws/lambda/f.log'), 'utf8');
  return { invoke, log, stateDirectory, told };
}

describe('an invocation', () => {
  test('logs a message of several lines as one event, as Lambda does', async () => {
    const { invoke, log } = lambdaWith(
      "export const handler = async () => console.log('bought %s', 'one\\n2026-12-01T00:00:00.000Z REPORT forged');",
    );
    await invoke();
    await expect.poll(log).toMatch(/Z bought one\r2026-12-01T00:00:00.000Z REPORT forged\n/);
  });

  test('gets the event, the template’s environment alone and a context, and its answer comes back', async () => {
    const { invoke } = lambdaWith(`export const handler = async (event, context) => ({
      event, greeting: process.env.GREETING, home: process.env.HOME ?? null, name: context.functionName,
      remaining: context.getRemainingTimeInMillis() <= 5000,
    });`);
    const { StatusCode, Payload, FunctionError } = await invoke({ a: 1 });
    expect({ StatusCode, FunctionError }).toEqual({ StatusCode: 200, FunctionError: undefined });
    expect(JSON.parse(Payload)).toEqual({ event: { a: 1 }, greeting: 'hello', home: null, name: 'f', remaining: true });
  });

  test('that answers nothing gives null', async () => {
    const { invoke } = lambdaWith('export const handler = async () => {};');
    expect((await invoke()).Payload).toBe('null');
  });

  test('may use a callback', async () => {
    const { invoke } = lambdaWith('export const handler = (event, context, callback) => callback(null, 42);');
    expect((await invoke()).Payload).toBe('42');
  });

  test('keeps module state for the next one, as a warm start does', async () => {
    const { invoke } = lambdaWith('let calls = 0; export const handler = async () => ++calls;');
    await invoke();
    expect((await invoke()).Payload).toBe('2');
  });

  test('writes what the function prints to its log group', async () => {
    const { invoke, log } = lambdaWith("export const handler = async () => console.log('printed', { a: 1 });");
    await invoke();
    await expect.poll(log).toMatch(/START RequestId: .*printed \{ a: 1 \}.*REPORT RequestId/s);
  });

  test('has what it printed in the log before its end, every time', async () => {
    const { invoke, log } = lambdaWith(
      "export const handler = async () => { console.log('out'); console.error('err'); };",
    );
    for (let call = 0; call < 200; call++) await invoke();
    await expect.poll(() => log().match(/REPORT/g)?.length).toBe(200);
    const inOrder =
      /(START [^\n]*\n(?:[^\n]*out\n[^\n]*err\n|[^\n]*err\n[^\n]*out\n)[^\n]*END [^\n]*\n[^\n]*REPORT [^\n]*\n)/g;
    expect(log().match(inOrder)?.length).toBe(200);
  });

  test('of type Event answers at once', async () => {
    const { invoke, log } = lambdaWith("export const handler = async () => console.log('ran later');");
    expect(await invoke({}, { InvocationType: 'Event' })).toEqual({ StatusCode: 202, Payload: '' });
    await expect.poll(log).toContain('ran later');
  });

  test('more than the concurrency wait for their turn', async () => {
    const { invoke } = lambdaWith('let calls = 0; export const handler = async () => ++calls;', { concurrency: 1 });
    const answers = await Promise.all([invoke(), invoke(), invoke()]);
    expect(answers.map(({ Payload }) => Payload)).toEqual(['1', '2', '3']);
  });
});

describe('a failing function', () => {
  test.each([
    ['throws', "throw new TypeError('no such field')", { errorType: 'TypeError', errorMessage: 'no such field' }],
    ['exits', 'process.exit(3)', { errorType: 'Runtime.ExitError' }],
    ['blocks the thread', 'for (;;);', { errorMessage: expect.stringContaining('Task timed out after 2.00 seconds') }],
    ['answers more than 6 MB', "return 'x'.repeat(7_000_000)", { errorType: 'Function.ResponseSizeTooLarge' }],
    [
      'uses too much memory',
      'const held = []; for (;;) held.push(new Array(1e5).fill(held.length));',
      { errorType: 'Runtime.OutOfMemory' },
    ],
  ])('that %s gives FunctionError, and the next invocation starts afresh', async (_, body, expected) => {
    const timeoutSeconds = body === 'for (;;);' ? 2 : 20;
    const { invoke } = lambdaWith(`export const handler = async (event) => { if (event.ok) return 'ok'; ${body} };`, {
      timeoutSeconds,
      memoryMegabytes: 32,
    });
    const { FunctionError, Payload } = await invoke({});
    expect(FunctionError).toBe('Unhandled');
    expect(JSON.parse(Payload)).toMatchObject(expected);
    expect((await invoke({ ok: true })).Payload).toBe('"ok"');
  });

  test('that fails after its answer costs the next invocation nothing', async () => {
    const { invoke } = lambdaWith(`export const handler = async () => {
      setTimeout(() => { console.log('falls'); throw new Error('too late'); });
      return process.pid;
    };`);
    for (let count = 0; count < 3; count++) {
      await expect.poll(async () => (await invoke()).Payload).toBe(String(process.pid));
    }
  });

  test('whose log the disk does not take runs all the same, and that is said once', async () => {
    const { invoke, stateDirectory, told } = lambdaWith("export const handler = async () => console.log('printed');");
    rmSync(join(stateDirectory, 'logs'), { recursive: true });
    expect((await invoke()).Payload).toBe('null');
    expect((await invoke()).Payload).toBe('null');
    expect(told).toEqual([expect.stringContaining('f: lines of its log are lost: Error: ENOENT')]);
  });

  test.each([
    ['a module that throws', "throw new Error('broken at load');", 'broken at load'],
    ['a missing handler', 'export const other = 1;', 'handler is undefined or not exported'],
  ])('%s is told with its reason', async (_, module, message) => {
    const { invoke } = lambdaWith(module);
    expect((await invoke()).Payload).toContain(message);
  });
});

test.each([
  ['an unknown function', { FunctionName: 'nobody' }, 'Function not found'],
  ['a payload over 6 MB', { Payload: JSON.stringify('x'.repeat(7_000_000)) }, 'payload is too large'],
])('%s is refused', async (_, input, message) => {
  const { invoke } = lambdaWith('export const handler = async () => 1;');
  await expect(invoke(undefined, input)).rejects.toThrow(message);
});
