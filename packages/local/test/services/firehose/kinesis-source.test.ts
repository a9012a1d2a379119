import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Services } from '../../../src/service.ts';
import type { Firehose } from '../../../src/services/firehose/firehose.ts';
import { Kinesis } from '../../../src/services/kinesis/kinesis.ts';
import { Cloud, decoded, lambdaProcessor, perRecord, role, toLake } from './cloud.ts';

let cloud: Cloud;
let kinesis: Kinesis;
let firehose: Firehose | undefined;

const streamArn = 'arn:aws:kinesis:us-east-1:000000000000:stream/events';
const actions = ['DescribeStream', 'ListShards', 'GetShardIterator', 'GetRecords'] as const;

beforeEach(async () => {
  cloud = new Cloud();
  await open();
  await kinesis.streams.createStream({ name: 'events', mode: 'PROVISIONED', shardCount: 3 });
});

afterEach(async () => {
  vi.restoreAllMocks();
  await firehose?.close();
  await kinesis.close();
  cloud.remove();
});

async function open(): Promise<void> {
  kinesis = new Kinesis(cloud.runtime());
  for (const name of Object.keys(kinesis.service.actions)) {
    cloud.others[`kinesis.${name}`] = (input) => kinesis.service.actions[name]?.run(input, { arn: role });
  }
}

const deliver = () =>
  cloud.stream({
    ...toLake({ ProcessingConfiguration: lambdaProcessor }),
    DeliveryStreamType: 'KinesisStreamAsSource',
    KinesisStreamSourceConfiguration: { KinesisStreamARN: streamArn, RoleARN: role },
  });

const call = (action: string, input: Record<string, unknown>) =>
  (cloud as Services).call('kinesis', action, { StreamName: 'events', ...input }, { arn: role });

async function putRecords(...texts: string[]): Promise<void> {
  const Records = texts.map((text) => ({ Data: Buffer.from(text).toString('base64'), PartitionKey: text }));
  await call('PutRecords', { Records });
}

const delivered = () =>
  cloud
    .keys()
    .flatMap((key) => cloud.text(key).split(';').filter(Boolean))
    .sort();
const numbers = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `${String(from + index).padStart(5, '0')};`);
const withoutEnd = (texts: string[]) => texts.map((text) => text.slice(0, -1));

test('a clock that is set back loses no record and holds no flush up', async () => {
  firehose = await deliver();
  await putRecords(...numbers(0, 10));
  const now = Date.now;
  vi.spyOn(Date, 'now').mockImplementation(() => now() - 3_600_000);
  await putRecords(...numbers(10, 20));
  await firehose.flush();
  expect(delivered()).toEqual(withoutEnd(numbers(0, 20)));
});

test('a clock that is set back before the first record loses none', async () => {
  await (await deliver()).close();
  const now = Date.now;
  vi.spyOn(Date, 'now').mockImplementation(() => now() - 3_600_000);
  await putRecords(...numbers(0, 10));
  firehose = await deliver();
  await firehose.flush();
  expect(delivered()).toEqual(withoutEnd(numbers(0, 10)));
});

test('the records of all shards are delivered, and the function sees where they came from', async () => {
  firehose = await deliver();
  await putRecords(...numbers(0, 100));
  await firehose.flush();
  expect(delivered()).toEqual(withoutEnd(numbers(0, 100)));
  const records = cloud.invocations.flatMap((event) => event.records);
  expect(cloud.invocations[0]?.sourceKinesisStreamArn).toBe(streamArn);
  expect(new Set(records.map(({ recordId }) => recordId)).size).toBe(100);
  expect(records[0]?.kinesisRecordMetadata).toEqual({
    shardId: expect.stringMatching(/^shardId-/),
    partitionKey: decoded(records[0]?.data),
    sequenceNumber: expect.stringMatching(/^\d+$/),
    subsequenceNumber: '0',
    approximateArrivalTimestamp: records[0]?.approximateArrivalTimestamp,
  });
});

test('what was on the stream before the delivery stream is not delivered', async () => {
  await putRecords('old;');
  const putAt = Date.now();
  await vi.waitUntil(() => Date.now() > putAt);
  firehose = await deliver();
  await putRecords('new;');
  await firehose.flush();
  expect(delivered()).toEqual(['new']);
});

test('after a restart it goes on where it was', async () => {
  firehose = await deliver();
  await putRecords(...numbers(0, 50));
  await firehose.flush();
  await firehose.stop();
  await putRecords(...numbers(50, 100));
  firehose = await deliver();
  await firehose.flush();
  expect(delivered()).toEqual(withoutEnd(numbers(0, 100)));
  expect((await firehose.status()).deliveryStreams[0]).toMatchObject({ deliveredRecords: 100, bufferedRecords: 0 });
});

test('shards that resharding closes and opens are read to their ends', async () => {
  firehose = await deliver();
  await putRecords(...numbers(0, 50));
  await call('UpdateShardCount', { TargetShardCount: 6, ScalingType: 'UNIFORM_SCALING' });
  await putRecords(...numbers(50, 100));
  await firehose.flush();
  expect(delivered()).toEqual(withoutEnd(numbers(0, 100)));
  await firehose.stop();
  firehose = await deliver();
  await putRecords(...numbers(100, 120));
  await firehose.flush();
  expect(delivered()).toEqual(withoutEnd(numbers(0, 120)));
});

test('more than one read holds is delivered once', async () => {
  firehose = await deliver();
  const texts = numbers(0, 5000);
  for (let from = 0; from < texts.length; from += 500) await putRecords(...texts.slice(from, from + 500));
  await firehose.flush();
  expect(delivered()).toEqual(withoutEnd(texts));
});

test('a failing record is in the error output, its neighbours are delivered', async () => {
  cloud.handler = perRecord((text) => (text === '00001;' ? { result: 'ProcessingFailed' } : {}));
  firehose = await deliver();
  await putRecords(...numbers(0, 3));
  await firehose.flush();
  expect(cloud.errors().map(({ rawData }) => decoded(rawData))).toEqual(['00001;']);
});

describe('the role of the source needs', () => {
  test.each(actions)('kinesis:%s', async (action) => {
    cloud.denied.add(`kinesis:${action}`);
    firehose = await deliver();
    await expect(firehose.flush()).rejects.toThrow(`${role} is not authorized to perform: kinesis:${action}`);
    cloud.denied.clear();
    await putRecords('a;');
    await firehose.flush();
    expect(delivered()).toEqual(['a']);
  });
});

test('a delivery stream cannot change its kind of source', async () => {
  firehose = await deliver();
  await firehose.stop();
  await expect(cloud.stream(toLake())).rejects.toThrow('its source cannot change');
});
