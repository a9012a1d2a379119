import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ResourceContext } from '../../../src/resource.ts';
import { awsKinesisStream } from '../../../src/services/kinesis/resources/stream.ts';
import { awsKinesisStreamConsumer } from '../../../src/services/kinesis/resources/stream-consumer.ts';
import { Fixture, record } from './fixture.ts';

let fixture: Fixture;
const arn = 'arn:aws:kinesis:us-east-1:000000000000:stream/events';
const summary = async () =>
  (await fixture.call('DescribeStreamSummary', { StreamName: 'events' })).StreamDescriptionSummary;

beforeEach(async () => {
  fixture = await Fixture.make();
});
afterEach(() => fixture.remove());

function context(properties: ResourceContext<never>['properties']): ResourceContext<never> {
  const given: Pick<ResourceContext<never>, 'logicalId' | 'properties' | 'physicalName'> = {
    logicalId: 'Stream',
    properties,
    physicalName: 'events',
  };
  // The kinds of streams use no other engine and nothing else of the context.
  return { ...given, engines: { kinesis: fixture.kinesis } } as unknown as ResourceContext<never>;
}

test('a stream on demand with a customer-managed key', async () => {
  const running = await awsKinesisStream.create(
    context({
      StreamModeDetails: { StreamMode: 'ON_DEMAND' },
      RetentionPeriodHours: '48',
      StreamEncryption: { EncryptionType: 'KMS', KeyId: 'arn:aws:kms:us-east-1:000000000000:key/abc' },
      Tags: [{ Key: 'stage', Value: 'stream' }],
    }),
  );
  expect(running).toEqual({ ref: 'events', attributes: { Arn: arn } });
  expect(await summary()).toMatchObject({
    OpenShardCount: 4,
    RetentionPeriodHours: 48,
    KeyId: 'arn:aws:kms:us-east-1:000000000000:key/abc',
    StreamModeDetails: { StreamMode: 'ON_DEMAND' },
  });
});

test('a second run takes up the records, and changes what the template changed', async () => {
  const provisioned = { Name: 'events', ShardCount: 2, StreamModeDetails: { StreamMode: 'PROVISIONED' } };
  await awsKinesisStream.create(context(provisioned));
  await fixture.call('PutRecord', { StreamName: 'events', ...record('a') });
  await fixture.restart();
  await awsKinesisStream.create(context({ ...provisioned, ShardCount: 3, RetentionPeriodHours: 30 }));
  expect(await summary()).toMatchObject({ OpenShardCount: 3, RetentionPeriodHours: 30 });
  expect(await fixture.readAll('events')).toEqual(['a']);
});

test('a consumer of the stream, the same after a second run', async () => {
  await awsKinesisStream.create(context({ Name: 'events', ShardCount: 1 }));
  const consumer = context({ StreamARN: arn, ConsumerName: 'one' });
  const running = await awsKinesisStreamConsumer.create(consumer);
  expect(running).toMatchObject({ ref: `${arn}/consumer/one:1700000000`, attributes: { ConsumerStatus: 'ACTIVE' } });
  fixture.clock.time += 10_000;
  expect(await awsKinesisStreamConsumer.create(consumer)).toEqual(running);
});

test.each([
  [{ DesiredShardLevelMetrics: ['ALL'] }, 'DesiredShardLevelMetrics not supported'],
  [{ StreamModeDetails: { StreamMode: 'FAST' } }, 'must be ON_DEMAND or PROVISIONED, not FAST'],
  [{ ShardCount: 'many' }, 'Stream.ShardCount must be a whole number above 0, not "many"'],
  [{}, 'ShardCount is required'],
])('%j stops the run', async (properties, message) => {
  await expect(async () => awsKinesisStream.create(context(properties))).rejects.toThrow(message);
});
