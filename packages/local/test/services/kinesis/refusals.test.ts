import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Fixture, record } from './fixture.ts';

let fixture: Fixture;
const StreamName = 'events';
const StreamARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/events';
const keyArn = 'arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab';

beforeAll(async () => {
  fixture = await Fixture.make();
  await fixture.kinesis.streams.createStream({ name: StreamName, mode: 'PROVISIONED', shardCount: 1 });
  await fixture.kinesis.streams.createStream({ name: 'secret', mode: 'ON_DEMAND', keyId: keyArn });
});
afterAll(() => fixture.remove());

describe('an input is refused in the words of AWS', () => {
  const tooMany = Array.from({ length: 501 }, () => record('a'));
  test.each([
    [
      'PutRecord',
      { StreamName, Data: 'YQ==' },
      "Value null at 'partitionKey' failed to satisfy constraint: Member must not be null",
    ],
    [
      'PutRecord',
      { StreamName, ...record('a', '') },
      "Value '' at 'partitionKey' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    ['PutRecord', { StreamName, ...record('a', 'k'.repeat(257)) }, 'Member must have length less than or equal to 256'],
    [
      'PutRecord',
      { StreamName: 'a b', ...record('a') },
      "Value 'a b' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
    ],
    [
      'PutRecord',
      { StreamName, ...record('a'), ExplicitHashKey: '01' },
      "at 'explicitHashKey' failed to satisfy constraint: Member must satisfy regular expression pattern: 0|([1-9]\\d{0,38})",
    ],
    [
      'PutRecords',
      { StreamName, Records: [] },
      "Value '[]' at 'records' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    ['PutRecords', { StreamName, Records: tooMany }, 'Member must have length less than or equal to 500'],
    [
      'PutRecords',
      { StreamName, Records: [record('a'), { Data: '' }] },
      "Value null at 'records.2.member.partitionKey'",
    ],
    [
      'PutRecords',
      { StreamName, Records: [{ PartitionKey: 'a', Data: Buffer.alloc((10 << 20) + 1) }] },
      "Value 'java.nio.HeapByteBuffer[pos=0 lim=10485761 cap=10485761]' at 'records.1.member.data'",
    ],
    [
      'GetRecords',
      { ShardIterator: 'x', Limit: 10_001 },
      "Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000",
    ],
    ['GetRecords', { ShardIterator: 'x', Limit: 0 }, 'Member must have value greater than or equal to 1'],
    [
      'GetShardIterator',
      { StreamName, ShardId: 'a', ShardIteratorType: 'NOW' },
      "Value 'NOW' at 'shardIteratorType' failed to satisfy constraint: Member must satisfy enum value set: [AFTER_SEQUENCE_NUMBER, LATEST",
    ],
    ['AddTagsToStream', { StreamName, Tags: {} }, "Value '{}' at 'tags'"],
    [
      'AddTagsToStream',
      { StreamName, Tags: { ['k'.repeat(129)]: '' } },
      'Member must have length less than or equal to 128',
    ],
    [
      'AddTagsToStream',
      { StreamName, Tags: Object.fromEntries(tooMany.map((_, index) => [index, ''])) },
      'Member must have length less than or equal to 200',
    ],
    ['PutRecord', { StreamName, ...record('a'), StreamId: 'x' }, 'The member StreamId is not supported'],
    ['PutRecords', { StreamName, Records: [{ ...record('a'), Color: 'red' }] }, 'Color is not supported'],
  ])('%s %#', async (action, input, message) => {
    const refusal = { code: 'ValidationException', status: 400, message: expect.stringContaining(message) };
    await expect(async () => fixture.call(action, input)).rejects.toMatchObject(refusal);
  });

  test('all problems at once', async () => {
    const call = async () => fixture.call('PutRecord', { StreamName: '', Data: '' });
    await expect(call).rejects.toThrow(
      /^3 validation errors detected: .*'streamName'.*; .*'streamName'.*; .*'partitionKey'/,
    );
  });

  test.each([
    [
      'PutRecord',
      { StreamName, PartitionKey: 5, Data: '' },
      "NUMBER_VALUE can not be converted to String (at 'partitionKey')",
    ],
    ['PutRecord', { StreamName, PartitionKey: 'a', Data: 5 }, 'NUMBER_VALUE can not be converted to Blob'],
    ['PutRecord', { StreamName, PartitionKey: 'a', Data: 'a b=' }, 'not base64'],
    ['PutRecord', { StreamName, PartitionKey: 'a', Data: 'YQ' }, 'not base64'],
    ['PutRecord', { StreamName, PartitionKey: 'a', Data: '_-__' }, 'not base64'],
    ['PutRecords', { StreamName, Records: 'x' }, 'STRING_VALUE can not be converted to List'],
    ['PutRecords', { StreamName, Records: [null] }, 'NULL_VALUE can not be converted to Structure'],
    ['PutRecords', [], 'LIST_VALUE can not be converted to Structure'],
    ['GetRecords', { ShardIterator: 'x', Limit: 1.5 }, 'NUMBER_VALUE can not be converted to Integer'],
    [
      'GetShardIterator',
      { StreamName, ShardId: 'a', ShardIteratorType: 'AT_TIMESTAMP', Timestamp: 'now' },
      'converted to Timestamp',
    ],
    ['DeleteStream', { StreamName, EnforceConsumerDeletion: 'yes' }, 'converted to Boolean'],
    ['AddTagsToStream', { StreamName, Tags: [] }, 'LIST_VALUE can not be converted to Map'],
  ])('a wrong type: %s %#', async (action, input, message) => {
    const refusal = { code: 'SerializationException', message: expect.stringContaining(message) };
    await expect(async () => fixture.call(action, input)).rejects.toMatchObject(refusal);
  });

  test.each([
    ['a stream that is not there', { StreamName: 'none' }, 'ResourceNotFoundException'],
    ['a stream of another region', { StreamARN: StreamARN.replace('east', 'west') }, 'ResourceNotFoundException'],
    ['no stream', {}, 'InvalidArgumentException'],
    ['two streams', { StreamName: 'secret', StreamARN }, 'InvalidArgumentException'],
  ])('%s', async (_, input, code) => {
    await expect(async () => fixture.call('PutRecord', { ...input, ...record('a') })).rejects.toMatchObject({ code });
  });

  test('an explicit hash key from 2^128 on, and a request beyond 10 MiB', async () => {
    const key = { StreamName, ...record('a'), ExplicitHashKey: (2n ** 128n).toString() };
    await expect(fixture.call('PutRecord', key)).rejects.toThrow('Invalid ExplicitHashKey.');
    const Records = Array.from({ length: 11 }, () => ({ PartitionKey: 'k', Data: Buffer.alloc((1 << 20) - 1) }));
    await expect(fixture.call('PutRecords', { StreamName, Records })).rejects.toThrow(
      'Records size exceeds 10 MB limit',
    );
  });

  test('a null member is one that is not there', async () => {
    const input = { StreamName, ...record('a'), ExplicitHashKey: null, StreamARN: null };
    expect(await fixture.call('PutRecord', input)).toHaveProperty('ShardId');
    expect(
      await fixture.call('PutRecords', { StreamName, Records: [{ ...record('a'), ExplicitHashKey: null }] }),
    ).toMatchObject({ FailedRecordCount: 0 });
  });
});

describe('a call needs', () => {
  const secret = 'arn:aws:kinesis:us-east-1:000000000000:stream/secret';
  const consumer = `${StreamARN}/consumer/one:1`;

  test.each([
    ['PutRecords', { StreamName }, StreamARN],
    ['PutRecord', { StreamARN }, StreamARN],
    ['ListShards', { StreamName }, StreamARN],
    ['DescribeStreamConsumer', { ConsumerARN: consumer }, consumer],
    ['TagResource', { ResourceARN: StreamARN }, StreamARN],
    ['ListStreams', {}, '*'],
    ['DescribeLimits', {}, '*'],
    ['CreateStream', { StreamName: 'new' }, 'arn:aws:kinesis:us-east-1:000000000000:stream/new'],
    ['PutRecord', 'nonsense', '*'],
    ['PutRecord', {}, '*'],
  ])('kinesis:%s with %j on %s', (action, input, resource) => {
    expect(fixture.permissions(action, input)).toEqual([{ action: `kinesis:${action}`, resource }]);
  });

  test('the stream of its iterator or token', async () => {
    const start = { StreamName, ShardId: 'shardId-000000000000', ShardIteratorType: 'LATEST' };
    const { ShardIterator } = await fixture.call('GetShardIterator', start);
    expect(fixture.permissions('GetRecords', { ShardIterator })).toEqual([
      { action: 'kinesis:GetRecords', resource: StreamARN },
    ]);
    const { NextToken } = await fixture.call('ListShards', { StreamName: 'secret', MaxResults: 1 });
    expect(fixture.permissions('ListShards', { NextToken })).toEqual([
      { action: 'kinesis:ListShards', resource: secret },
    ]);
  });

  test("the customer-managed key's permission too, of writers and readers", async () => {
    const context = {
      'kms:viaservice': 'kinesis.us-east-1.amazonaws.com',
      'kms:encryptioncontext:aws:kinesis:arn': secret,
    };
    expect(fixture.permissions('PutRecords', { StreamName: 'secret' })).toEqual([
      { action: 'kinesis:PutRecords', resource: secret },
      { action: 'kms:GenerateDataKey', resource: keyArn, context },
    ]);
    const start = { StreamName: 'secret', ShardId: 'shardId-000000000000', ShardIteratorType: 'LATEST' };
    const { ShardIterator } = await fixture.call('GetShardIterator', start);
    expect(fixture.permissions('GetRecords', { ShardIterator })[1]).toEqual({
      action: 'kms:Decrypt',
      resource: keyArn,
      context,
    });
    expect(fixture.permissions('DescribeStream', { StreamName: 'secret' })).toHaveLength(1);
  });
});
