import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';
import { ServiceRegistry } from '../../src/endpoint/services.ts';
import { makeEngines } from '../../src/engines.ts';
import { createCustomResource } from '../../src/resources/custom-resource.ts';
import { systemClock } from '../../src/runtime.ts';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';

/** Puts an answer as CDK's own providers do, with the fields that `answer` adds. */
const answering = (answer: string) => `import https from 'node:https';
let calls = 0;
export const handler = (event) => new Promise((resolve) => {
  calls += 1;
  const { hostname, pathname: path } = new URL(event.ResponseURL);
  const body = JSON.stringify({ Status: 'SUCCESS', PhysicalResourceId: event.PhysicalResourceId ?? 'made', ...(${answer})(event, calls) });
  const request = https.request({ hostname, path, method: 'PUT' }, resolve);
  request.write(body);
  request.end();
});`;

/** A custom resource whose function is the module, in a state directory of its own. */
function customResource(module: string) {
  const stateDirectory = temporaryDirectory();
  const code = join(stateDirectory, 'code');
  mkdirSync(code);
  writeFileSync(join(code, 'index.mjs'), module);
  const services = new ServiceRegistry(() => {});
  const world = {
    region: 'us-east-1',
    accountId: '000000000000',
    endpointUrl: '',
    bufferSeconds: undefined,
    log: () => {},
  };
  const runtime = { ...world, stateDirectory, services, clock: systemClock };
  const engines = makeEngines(runtime);
  onTestFinished(() => engines.lambda.close());
  const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:provider';
  engines.lambda.createFunction({
    functionName: 'provider',
    functionArn,
    handlerFile: join(code, 'index.mjs'),
    exportName: 'handler',
    environment: {},
    timeoutSeconds: 10,
    memoryMegabytes: 128,
    logGroup: 'provider',
    concurrency: 1,
  });
  const stack = { name: 'stack', id: 'arn:aws:cloudformation:us-east-1:000000000000:stack/stack/1' };
  return (properties: Record<string, unknown> = {}, maxSilenceMilliseconds?: number) =>
    createCustomResource(
      {
        logicalId: 'Thing',
        properties: { ServiceToken: functionArn, ...properties },
        physicalName: 'stack-thing',
        stack,
        assets: new Map(),
        engines,
        runtime,
      },
      'Custom::Thing',
      maxSilenceMilliseconds,
    );
}

test('its function gets Create, then Update when properties change, and is left alone when they do not', async () => {
  const create = customResource(answering('(event, calls) => ({ Data: { Type: event.RequestType, Calls: calls } })'));
  expect(await create({ Size: 1 })).toEqual({ ref: 'made', attributes: { Type: 'Create', Calls: 1 } });
  expect(await create({ Size: 1 })).toEqual({ ref: 'made', attributes: { Type: 'Create', Calls: 1 } });
  expect(await create({ Size: 2 })).toEqual({ ref: 'made', attributes: { Type: 'Update', Calls: 2 } });
});

test('a function that is made with functions/custom-resource.ts is understood', async () => {
  const contents = `import { customResource } from './functions/custom-resource.ts';
export const handler = customResource(async ({ RequestType, ResourceProperties: { Size } }) => {
  if (Size === 2) throw new Error('no room');
  return { physicalResourceId: 'made', data: { Type: RequestType } };
});`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: '.', loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
  });
  const create = customResource(outputFiles[0]?.text ?? '');
  expect(await create({ Size: 1 })).toEqual({ ref: 'made', attributes: { Type: 'Create' } });
  await expect(create({ Size: 2 })).rejects.toThrow('Thing: no room');
  expect(await create({ Size: 3 })).toEqual({ ref: 'made', attributes: { Type: 'Update' } });
});

test.each([
  ['answers FAILED', answering("() => ({ Status: 'FAILED', Reason: 'no room' })"), 'no room'],
  ['answers FAILED without a reason', answering("() => ({ Status: 'FAILED' })"), 'its function answered FAILED'],
  ['throws', "export const handler = async () => { throw new Error('broken'); };", 'broken'],
  ['says nothing', 'export const handler = async () => {};', 'its function ended without an answer to CloudFormation'],
])('a function that %s stops the start with the reason', async (_, module, reason) => {
  await expect(customResource(module)({}, 50)).rejects.toThrow(reason);
});
