import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Firehose } from '../../../src/services/firehose/firehose.ts';
import { Cloud, lambdaProcessor, role, toLake } from './cloud.ts';

let cloud: Cloud;
let firehose: Firehose;

beforeAll(async () => {
  cloud = new Cloud();
  const Tags = [
    { Key: 'stage', Value: 'test' },
    { Key: 'owner', Value: 'games' },
  ];
  const DeliveryStreamEncryptionConfigurationInput = { KeyType: 'AWS_OWNED_CMK' };
  const properties = {
    ...toLake({ ProcessingConfiguration: lambdaProcessor }),
    Tags,
    DeliveryStreamEncryptionConfigurationInput,
  };
  firehose = await cloud.stream(properties, { bufferSeconds: 900 });
  const kinesis = { KinesisStreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/events', RoleARN: role };
  const fromKinesis = {
    ...toLake(),
    DeliveryStreamType: 'KinesisStreamAsSource',
    KinesisStreamSourceConfiguration: kinesis,
  };
  await firehose.createStream(firehose.configure('Other', { DeliveryStreamName: 'from-kinesis', ...fromKinesis }, ''));
});

afterAll(async () => {
  await firehose.stop();
  cloud.remove();
});

const call = async (action: string, input: Record<string, unknown>) =>
  firehose.service.actions[action]?.run({ DeliveryStreamName: 'clicks', ...input }, { arn: role });
const putTo = async (other: Firehose) =>
  other.service.actions.PutRecord?.run({ DeliveryStreamName: 'clicks', Record: { Data: 'YQ==' } }, { arn: role });
const data = (bytes: number) => Buffer.alloc(bytes).toString('base64');
const records = (count: number, bytes = 1) => Array.from({ length: count }, () => ({ Data: data(bytes) }));

test('puts are answered with the id of each record', async () => {
  expect(await call('PutRecord', { Record: { Data: new Uint8Array([1]) } })).toEqual({
    RecordId: expect.stringMatching(/^\d+$/),
    Encrypted: true,
  });
  const answer = (await call('PutRecordBatch', { Records: records(500) })) as {
    RequestResponses: { RecordId: string }[];
  };
  expect(answer).toMatchObject({ FailedPutCount: 0, Encrypted: true });
  expect(new Set(answer.RequestResponses.map(({ RecordId }) => RecordId)).size).toBe(500);
});

test.each<[string, string, Record<string, unknown>]>([
  ['a record of 1,000 KiB', 'PutRecord', { Record: { Data: data(1000 << 10) } }],
  ['a batch of 4 MiB', 'PutRecordBatch', { Records: records(8, 512 << 10) }],
  ['an empty record', 'PutRecord', { Record: { Data: '' } }],
])('%s is taken', async (_, action, input) => {
  await expect(call(action, input)).resolves.toBeDefined();
});

test.each<[string, string, Record<string, unknown>, string]>([
  ['a record of one byte more', 'PutRecord', { Record: { Data: data((1000 << 10) + 1) } }, '1024001 bytes'],
  [
    'a batch of one byte more',
    'PutRecordBatch',
    { Records: [...records(8, 512 << 10), ...records(1)] },
    '4194305 bytes',
  ],
  ['501 records', 'PutRecordBatch', { Records: records(501) }, '500, not 501'],
  ['no records', 'PutRecordBatch', { Records: [] }, 'at least one'],
  ['no list', 'PutRecordBatch', {}, 'at least one'],
  ['no data', 'PutRecord', { Record: {} }, 'Data'],
  ['data that is no blob', 'PutRecord', { Record: { Data: 5 } }, 'Data'],
  ['no name', 'PutRecord', { DeliveryStreamName: undefined, Record: { Data: '' } }, 'DeliveryStreamName'],
  [
    'a Kinesis source',
    'PutRecord',
    { DeliveryStreamName: 'from-kinesis', Record: { Data: '' } },
    'KinesisStreamAsSource',
  ],
])('%s is an InvalidArgumentException', async (_, action, input, message) => {
  await expect(call(action, input)).rejects.toMatchObject({
    code: 'InvalidArgumentException',
    message: expect.stringContaining(message),
  });
});

test('a stream that is not there is a ResourceNotFoundException', async () => {
  const refusal = {
    code: 'ResourceNotFoundException',
    message: 'Firehose other under account 000000000000 not found.',
  };
  await expect(call('DescribeDeliveryStream', { DeliveryStreamName: 'other' })).rejects.toMatchObject(refusal);
});

describe('puts are refused with ServiceUnavailableException', () => {
  const refusal = { code: 'ServiceUnavailableException', status: 503 };

  test('while too much waits to be delivered', async () => {
    const full = await new Cloud(join(cloud.directory, 'full')).stream(toLake(), {
      bufferSeconds: 900,
      maxBufferedBytes: 0,
    });
    await putTo(full);
    await expect(putTo(full)).rejects.toMatchObject(refusal);
    await full.stop();
  });

  test('while the disk is so full that delivery would have no room to work, and taken again when it is not', async () => {
    let free = 13;
    const small = await new Cloud(join(cloud.directory, 'small')).stream(toLake(), {
      bufferSeconds: 900,
      diskSpace: async () => ({ free, total: 100 }),
    });
    await expect(putTo(small)).rejects.toMatchObject(refusal);
    const refuses = async () => (await small.status()).deliveryStreams[0]?.refuses;
    expect(await refuses()).toBe('the disk is almost full');
    free = 1000;
    await vi.waitFor(() => putTo(small), { timeout: 20_000 });
    expect(await refuses()).toBeUndefined();
    await small.stop();
  });

  test('but not the first ones of all, when several come at once', async () => {
    const busy = await new Cloud(join(cloud.directory, 'busy')).stream(toLake(), { bufferSeconds: 900 });
    await expect(Promise.all([putTo(busy), putTo(busy), putTo(busy)])).resolves.toHaveLength(3);
    await busy.stop();
  });

  test('while the disk takes nothing, and taken again when it does', async () => {
    const other = new Cloud(join(cloud.directory, 'broken'));
    const broken = await other.stream(toLake(), { bufferSeconds: 900 });
    const records = join(other.directory, 'firehose/clicks/records');
    rmSync(records, { recursive: true });
    await expect(putTo(broken)).rejects.toMatchObject(refusal);
    expect(other.lines.join()).toContain('puts fail: ');
    mkdirSync(records);
    await expect(putTo(broken)).resolves.toMatchObject({ RecordId: expect.any(String) });
    await broken.stop();
  });
});

test('streams are described, listed and have tags', async () => {
  expect(await call('DescribeDeliveryStream', {})).toMatchObject({
    DeliveryStreamDescription: {
      DeliveryStreamName: 'clicks',
      DeliveryStreamStatus: 'ACTIVE',
      DeliveryStreamType: 'DirectPut',
      CreateTimestamp: expect.any(Number),
      DeliveryStreamEncryptionConfiguration: { Status: 'ENABLED' },
      Destinations: [
        { ExtendedS3DestinationDescription: { BucketARN: 'arn:aws:s3:::lake', S3BackupMode: 'Disabled' } },
      ],
    },
  });
  expect(await call('DescribeDeliveryStream', { DeliveryStreamName: 'from-kinesis' })).toMatchObject({
    DeliveryStreamDescription: { Source: { KinesisStreamSourceDescription: { RoleARN: role } } },
  });
  expect(await call('ListDeliveryStreams', {})).toEqual({
    DeliveryStreamNames: ['clicks', 'from-kinesis'],
    HasMoreDeliveryStreams: false,
  });
  expect(await call('ListDeliveryStreams', { Limit: 1 })).toEqual({
    DeliveryStreamNames: ['clicks'],
    HasMoreDeliveryStreams: true,
  });
  expect(
    await call('ListDeliveryStreams', { ExclusiveStartDeliveryStreamName: 'clicks', DeliveryStreamType: 'DirectPut' }),
  ).toEqual({
    DeliveryStreamNames: [],
    HasMoreDeliveryStreams: false,
  });
  expect(await call('ListTagsForDeliveryStream', { Limit: 1 })).toEqual({
    Tags: [{ Key: 'owner', Value: 'games' }],
    HasMoreTags: true,
  });
});

test.each([
  ['PutRecord', 'arn:aws:firehose:us-east-1:000000000000:deliverystream/clicks'],
  ['PutRecordBatch', 'arn:aws:firehose:us-east-1:000000000000:deliverystream/clicks'],
  ['DescribeDeliveryStream', 'arn:aws:firehose:us-east-1:000000000000:deliverystream/clicks'],
  ['ListTagsForDeliveryStream', 'arn:aws:firehose:us-east-1:000000000000:deliverystream/clicks'],
  ['ListDeliveryStreams', '*'],
])('%s needs the permission of its name on %s', (action, resource) => {
  expect(firehose.service.actions[action]?.permissions({ DeliveryStreamName: 'clicks' })).toEqual([
    { action: `firehose:${action}`, resource },
  ]);
});
