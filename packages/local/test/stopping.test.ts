import { expect, it, vi } from 'vitest';
import { makeEngines } from '../src/engines.ts';
import { ServiceGraph } from '../src/service-graph.ts';
import { runMappedFunction } from '../testing/mapped-function.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { testRuntime } from '../testing/test-runtime.ts';

/** Stores each batch half a second after it got it. */
const slowLoader = `
  const { S3Client, PutObjectCommand } = require('@aws-sdk/client-s3');
  exports.handler = async ({ Records }) => {
    console.log('loading');
    await new Promise((resolve) => setTimeout(resolve, 500));
    const Key = 'aws/lambda/' + Records.length;
    await new S3Client({ forcePathStyle: true }).send(new PutObjectCommand({ Bucket: process.env.BUCKET, Key, Body: 'loaded' }));
  };`;

it('a run that stops lets a function that is loading finish, with the store that it loads into', async () => {
  const { put, graph, registry, engines, outputs, log } = await runMappedFunction(slowLoader);
  await put('one', 'two');
  await vi.waitFor(() => expect(log()).toContain('loading'), { timeout: 5_000 });
  await graph.close();
  const get = { Bucket: outputs.Bucket, Key: 'aws/lambda/2' };
  await expect(registry.call('s3', 'HeadObject', get, engines.iam.admin)).resolves.toMatchObject({ ContentLength: 6 });
  expect(log()).not.toContain('ECONNREFUSED');
});

it('what hands events on closes before what takes them', async () => {
  const engines = makeEngines(testRuntime(temporaryDirectory()));
  const closed: string[] = [];
  for (const service of Object.values(engines)) {
    const close = service.close.bind(service);
    vi.spyOn(service, 'close').mockImplementation(async () => {
      await close();
      closed.push(service.name);
    });
  }
  await new ServiceGraph(Object.values(engines)).close();
  const flow = (...names: string[]) =>
    expect(names.map((name) => closed.indexOf(name))).toEqual(
      names.map((name) => closed.indexOf(name)).toSorted((a, b) => a - b),
    );
  flow(
    'apigateway',
    'kinesisanalytics',
    'event-source-mappings',
    'firehose',
    'lambda',
    'network',
    'elasticloadbalancing',
    'ecs',
  );
  flow('firehose', 's3');
  flow('lambda', 'athena', 's3');
  flow('lambda', 'network', 'es');
  flow('scheduler', 'lambda', 'kinesis');
  expect(closed.toSorted()).toEqual(
    Object.values(engines)
      .map(({ name }) => name)
      .toSorted(),
  );
});
