import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Fixture, record, shard } from './fixture.ts';

let fixture: Fixture;
const StreamName = 'events';
const StreamARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/events';
const texts = (records: readonly { Data: { buffer: Buffer } }[]) => records.map(({ Data }) => Data.buffer.toString());

beforeEach(async () => {
  fixture = await Fixture.make();
  await fixture.kinesis.streams.createStream({ name: StreamName, mode: 'PROVISIONED', shardCount: 1 });
});
afterEach(() => fixture.remove());

describe('putting records', () => {
  test.each([{ StreamName }, { StreamARN }, { StreamName, StreamARN }])('into the stream named by %o', async (name) => {
    expect(await fixture.call('PutRecord', { ...name, ...record('one') })).toEqual({
      ShardId: shard(0),
      SequenceNumber: expect.stringMatching(/^\d{56}$/),
    });
    const answer = await fixture.call('PutRecords', { ...name, Records: [record('two'), record('three')] });
    expect(answer).toMatchObject({ FailedRecordCount: 0, Records: [{ ShardId: shard(0) }, { ShardId: shard(0) }] });
    const found = await fixture.read(StreamName, shard(0));
    expect(texts(found)).toEqual(['one', 'two', 'three']);
    expect(found.map(({ PartitionKey }) => PartitionKey)).toEqual(['one', 'two', 'three']);
    expect(found[0]).toMatchObject({ ApproximateArrivalTimestamp: 1_700_000_000 });
    const numbers = found.map(({ SequenceNumber }) => BigInt(SequenceNumber));
    expect([...numbers].sort((a, b) => (a < b ? -1 : 1))).toEqual(numbers);
  });

  test('takes bytes as well as base64, and any bytes come back', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    await fixture.call('PutRecord', { StreamName, PartitionKey: '🎮', Data: bytes });
    await fixture.call('PutRecord', { StreamName, PartitionKey: 'b', Data: Buffer.from(bytes).toString('base64') });
    const found = await fixture.read(StreamName, shard(0));
    expect(found.map(({ Data }) => [...Data.buffer])).toEqual([[...bytes], [...bytes]]);
    expect(found[0]?.PartitionKey).toBe('🎮');
    expect(JSON.stringify(found[0]?.Data)).toBe(`"${Buffer.from(bytes).toString('base64')}"`);
  });

  test('the MD5 of the partition key, or the explicit hash key, decides on the shard', async () => {
    await fixture.kinesis.streams.createStream({ name: 'four', mode: 'ON_DEMAND' });
    const { Shards } = await fixture.call('ListShards', { StreamName: 'four' });
    expect(Shards).toHaveLength(4);
    expect(Shards[0].HashKeyRange.StartingHashKey).toBe('0');
    expect(Shards[3].HashKeyRange.EndingHashKey).toBe((2n ** 128n - 1n).toString());
    const keys = Array.from({ length: 60 }, (_, index) => `player-${index}`);
    const answer = await fixture.call('PutRecords', { StreamName: 'four', Records: keys.map((key) => record(key)) });
    for (const [index, key] of keys.entries()) {
      const hash = BigInt(`0x${createHash('md5').update(key).digest('hex')}`);
      const { HashKeyRange } = Shards.find((one: { ShardId: string }) => one.ShardId === answer.Records[index].ShardId);
      expect(hash >= BigInt(HashKeyRange.StartingHashKey) && hash <= BigInt(HashKeyRange.EndingHashKey)).toBe(true);
    }
    expect((await fixture.readAll('four')).sort()).toEqual([...keys].sort());
    for (const { ShardId, HashKeyRange } of Shards) {
      for (const ExplicitHashKey of [HashKeyRange.StartingHashKey, HashKeyRange.EndingHashKey]) {
        const input = { StreamName: 'four', ...record('x'), ExplicitHashKey };
        expect((await fixture.call('PutRecord', input)).ShardId).toBe(ShardId);
      }
    }
  });

  test('an encrypted stream says so', async () => {
    await fixture.call('StartStreamEncryption', { StreamName, EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' });
    expect(await fixture.call('PutRecord', { StreamName, ...record('a') })).toMatchObject({ EncryptionType: 'KMS' });
    expect((await fixture.read(StreamName, shard(0)))[0]).toMatchObject({ EncryptionType: 'KMS' });
  });

  test('a record beyond 1 MiB needs a stream that takes it', async () => {
    const large = { StreamName, PartitionKey: 'k', Data: Buffer.alloc(1 << 20) };
    await expect(fixture.call('PutRecord', large)).rejects.toMatchObject({ code: 'InvalidArgumentException' });
    await fixture.call('UpdateMaxRecordSize', { StreamARN, MaxRecordSizeInKiB: 2048 });
    expect(await fixture.call('PutRecord', large)).toHaveProperty('SequenceNumber');
  });

  test('what a disk does not take fails, each record of its shard or the whole request', async () => {
    const stream = fixture.kinesis.streams.stream({ StreamName });
    await stream.resize(2);
    const [, left, right] = await stream.shards();
    const full = () => Promise.reject(Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' }));
    if (left) Object.assign(left.log, { append: full });
    const top = { ...record('b'), ExplicitHashKey: (2n ** 128n - 1n).toString() };
    const input = { StreamName, Records: [{ ...record('a'), ExplicitHashKey: '0' }, top] };
    expect(await fixture.call('PutRecords', input)).toMatchObject({
      FailedRecordCount: 1,
      Records: [{ ErrorCode: 'InternalFailure' }, { ShardId: shard(2) }],
    });
    if (right) Object.assign(right.log, { append: full });
    await expect(fixture.call('PutRecords', input)).rejects.toMatchObject({ code: 'InternalFailure', status: 500 });
    await expect(fixture.call('PutRecord', { StreamName, ...top })).rejects.toMatchObject({ status: 500 });
  });
});

describe('reading records', () => {
  const iterator = (input: object) => fixture.call('GetShardIterator', { StreamName, ShardId: shard(0), ...input });

  test('from each kind of iterator', async () => {
    const numbers: string[] = [];
    for (const text of ['a', 'b', 'c']) {
      fixture.clock.time += 1000;
      numbers.push((await fixture.call('PutRecord', { StreamName, ...record(text) })).SequenceNumber);
    }
    const from = async (input: object) => texts(await fixture.read(StreamName, shard(0), input)).join('');
    const [first, second, third] = numbers;
    const { Shards } = await fixture.call('DescribeStream', { StreamName }).then((answer) => answer.StreamDescription);
    const start = Shards[0].SequenceNumberRange.StartingSequenceNumber;
    expect(await from({ ShardIteratorType: 'TRIM_HORIZON' })).toBe('abc');
    expect(await from({ ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: second })).toBe('bc');
    expect(await from({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: second })).toBe('c');
    expect(await from({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: third })).toBe('');
    expect(await from({ ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: start })).toBe('abc');
    expect(await from({ ShardIteratorType: 'AT_TIMESTAMP', Timestamp: 1_700_000_001.5 })).toBe('bc');
    expect(await from({ ShardIteratorType: 'LATEST' })).toBe('');
    expect(BigInt(first ?? 0) > BigInt(start)).toBe(true);
    const latest = await iterator({ ShardIteratorType: 'LATEST' });
    await fixture.call('PutRecord', { StreamName, ...record('d') });
    expect(texts((await fixture.call('GetRecords', latest)).Records)).toEqual(['d']);
  });

  test('page by page, with how far behind the tip', async () => {
    await fixture.call('PutRecords', { StreamName, Records: ['a', 'b', 'c'].map((text) => record(text)) });
    fixture.clock.time += 5000;
    const start = await iterator({ ShardIteratorType: 'TRIM_HORIZON' });
    const first = await fixture.call('GetRecords', { ...start, Limit: 2, StreamARN });
    expect(first).toMatchObject({ MillisBehindLatest: 5000 });
    const second = await fixture.call('GetRecords', { ShardIterator: first.NextShardIterator });
    expect(second).toMatchObject({ MillisBehindLatest: 0 });
    expect([texts(first.Records), texts(second.Records)]).toEqual([['a', 'b'], ['c']]);
    const third = await fixture.call('GetRecords', { ShardIterator: second.NextShardIterator });
    expect(third).toEqual({ Records: [], MillisBehindLatest: 0, NextShardIterator: expect.any(String) });
  });

  test('at most 10 MiB at once', async () => {
    await fixture.call('UpdateMaxRecordSize', { StreamARN, MaxRecordSizeInKiB: 10_240 });
    for (const text of ['a', 'b', 'c']) {
      await fixture.call('PutRecord', { StreamName, PartitionKey: text, Data: Buffer.alloc(4 << 20, text) });
    }
    expect(await fixture.read(StreamName, shard(0))).toHaveLength(2);
  });

  test('refuses iterators that are old, broken, or of a stream that was replaced', async () => {
    const made = await iterator({ ShardIteratorType: 'TRIM_HORIZON' });
    const broken = { ShardIterator: `${made.ShardIterator.slice(0, -4)}AAAA` };
    await expect(fixture.call('GetRecords', broken)).rejects.toMatchObject({ code: 'InvalidArgumentException' });
    expect(() => fixture.permissions('GetRecords', { ShardIterator: 'x' })).toThrow('Invalid ShardIterator.');
    const other = { ...made, StreamARN: `${StreamARN}-other` };
    await expect(fixture.call('GetRecords', other)).rejects.toMatchObject({ code: 'InvalidArgumentException' });
    fixture.clock.time += 300_001;
    await expect(fixture.call('GetRecords', made)).rejects.toMatchObject({ code: 'ExpiredIteratorException' });
    const fresh = await iterator({ ShardIteratorType: 'TRIM_HORIZON' });
    await fixture.call('DeleteStream', { StreamName });
    fixture.clock.time += 1;
    await fixture.kinesis.streams.createStream({ name: StreamName, mode: 'ON_DEMAND' });
    await expect(fixture.call('GetRecords', fresh)).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  });

  test('refuses starting points that do not fit together', async () => {
    await fixture.kinesis.streams.createStream({ name: 'other', mode: 'ON_DEMAND' });
    const { SequenceNumber } = await fixture.call('PutRecord', { StreamName: 'other', ...record('a', 'z') });
    for (const [input, message] of [
      [{ ShardIteratorType: 'AT_SEQUENCE_NUMBER' }, 'and no StartingSequenceNumber'],
      [{ ShardIteratorType: 'LATEST', StartingSequenceNumber: '1' }, 'and also a StartingSequenceNumber'],
      [{ ShardIteratorType: 'AT_TIMESTAMP' }, 'Must specify timestampInMillis'],
      [{ ShardIteratorType: 'AT_TIMESTAMP', Timestamp: 1_800_000_000 }, 'cannot be greater than'],
      [{ ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: '12' }, 'did not come from this shard'],
    ] as const) {
      const refusal = { code: 'InvalidArgumentException', message: expect.stringContaining(message) };
      await expect(iterator(input)).rejects.toMatchObject(refusal);
    }
    expect(SequenceNumber).toMatch(/^\d{56}$/);
  });
});

describe('retention', () => {
  test('records beyond it are no longer read, and neither are they after a restart', async () => {
    await fixture.call('PutRecord', { StreamName, ...record('old') });
    fixture.clock.time += 23 * 3_600_000;
    await fixture.call('PutRecord', { StreamName, ...record('new') });
    await fixture.kinesis.streams.trim();
    expect(await fixture.readAll(StreamName)).toEqual(['old', 'new']);
    fixture.clock.time += 2 * 3_600_000;
    await fixture.kinesis.streams.trim();
    expect(await fixture.readAll(StreamName)).toEqual(['new']);
    await fixture.restart();
    expect(await fixture.readAll(StreamName)).toEqual(['new']);
  });

  test('is raised and lowered within bounds', async () => {
    const set = (way: string, hours: number) =>
      fixture.call(`${way}StreamRetentionPeriod`, { StreamName, RetentionPeriodHours: hours });
    await set('Increase', 48);
    await expect(set('Increase', 30)).rejects.toThrow('can not be shorter than existing');
    await expect(set('Decrease', 72)).rejects.toThrow('can not be longer than existing');
    await expect(set('Decrease', 3)).rejects.toThrow('Minimum allowed retention period is 24 hours');
    await expect(set('Increase', 9000)).rejects.toThrow('less than or equal to 8760');
    await set('Decrease', 24);
    const { StreamDescriptionSummary } = await fixture.call('DescribeStreamSummary', { StreamName });
    expect(StreamDescriptionSummary.RetentionPeriodHours).toBe(24);
  });
});

test('a listener hears of new records without polling', async () => {
  let heard = 0;
  const stop = fixture.kinesis.streams.onAppend(StreamARN, () => heard++);
  await fixture.call('PutRecord', { StreamName, ...record('a') });
  stop();
  await fixture.call('PutRecord', { StreamName, ...record('b') });
  expect(heard).toBe(1);
  expect(() => fixture.kinesis.streams.onAppend(`${StreamARN}-other`, () => undefined)).toThrow('not found');
});

test('with throughput enforced, a shard takes 1,000 records and 1 MiB each second', async () => {
  const limited = await Fixture.make({ enforceThroughput: true });
  try {
    await limited.kinesis.streams.createStream({ name: StreamName, mode: 'PROVISIONED', shardCount: 1 });
    const many = { StreamName, Records: Array.from({ length: 500 }, (_, index) => record(`r${index}`)) };
    const failed = async (input: object) => (await limited.call('PutRecords', input)).FailedRecordCount;
    expect([await failed(many), await failed(many), await failed(many)]).toEqual([0, 0, 500]);
    limited.clock.time += 100;
    const partly = await limited.call('PutRecords', many);
    expect(partly.FailedRecordCount).toBe(400);
    expect(partly.Records[499].ErrorCode).toBe('ProvisionedThroughputExceededException');
    limited.clock.time += 1000;
    const large = { StreamName, Records: [0, 1].map(() => ({ Data: Buffer.alloc(600_000), PartitionKey: 'k' })) };
    expect(await failed(large)).toBe(1);
    await expect(limited.call('PutRecord', { StreamName, ...large.Records[0] })).rejects.toMatchObject({
      code: 'ProvisionedThroughputExceededException',
    });
  } finally {
    await limited.remove();
  }
});
