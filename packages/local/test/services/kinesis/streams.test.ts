import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Fixture, record, shard } from './fixture.ts';

let fixture: Fixture;
const StreamName = 'events';
const StreamARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/events';
const half = 2n ** 127n;

beforeEach(async () => {
  fixture = await Fixture.make();
});
afterEach(() => fixture.remove());

const openIds = async () => {
  const { Shards } = await fixture.call('ListShards', { StreamName, ShardFilter: { Type: 'AT_LATEST' } });
  return Shards.map(({ ShardId }: { ShardId: string }) => ShardId);
};

describe('a stream', () => {
  test('is created, described, listed and deleted', async () => {
    await fixture.call('CreateStream', { StreamName, ShardCount: 2, Tags: { stage: 'stream' } });
    const { StreamDescription } = await fixture.call('DescribeStream', { StreamARN });
    expect(StreamDescription).toMatchObject({
      StreamName,
      StreamARN,
      StreamStatus: 'ACTIVE',
      StreamModeDetails: { StreamMode: 'PROVISIONED' },
      RetentionPeriodHours: 24,
      StreamCreationTimestamp: 1_700_000_000,
      EncryptionType: 'NONE',
      HasMoreShards: false,
      Shards: [
        { ShardId: shard(0), HashKeyRange: { StartingHashKey: '0', EndingHashKey: (half - 1n).toString() } },
        { ShardId: shard(1), HashKeyRange: { StartingHashKey: half.toString() } },
      ],
    });
    await fixture.call('CreateStream', { StreamName: 'a', StreamModeDetails: { StreamMode: 'ON_DEMAND' } });
    expect(await fixture.call('ListStreams')).toMatchObject({
      StreamNames: ['a', StreamName],
      HasMoreStreams: false,
      StreamSummaries: [{ StreamModeDetails: { StreamMode: 'ON_DEMAND' } }, { StreamARN }],
    });
    expect(await fixture.call('DescribeLimits')).toMatchObject({ OpenShardCount: 6, OnDemandStreamCount: 1 });
    await fixture.call('DeleteStream', { StreamName });
    await expect(fixture.call('DescribeStream', { StreamName })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'Stream events under account 000000000000 not found.',
    });
    expect((await fixture.call('ListStreams')).StreamNames).toEqual(['a']);
  });

  test('and everything about it is there after a restart', async () => {
    await fixture.call('CreateStream', { StreamName, ShardCount: 2 });
    await fixture.call('PutRecords', { StreamName, Records: ['a', 'b', 'c', 'd'].map((text) => record(text)) });
    await fixture.call('SplitShard', {
      StreamName,
      ShardToSplit: shard(0),
      NewStartingHashKey: (half / 2n).toString(),
    });
    await fixture.call('AddTagsToStream', { StreamName, Tags: { a: '1' } });
    const before = await fixture.call('DescribeStream', { StreamName });
    await mkdir(join(fixture.stateDirectory, 'kinesis', 'removed-1'));
    await mkdir(join(fixture.stateDirectory, 'kinesis', 'stream-never-answered'));
    await fixture.restart();
    expect(await fixture.call('DescribeStream', { StreamName })).toEqual(before);
    expect((await fixture.readAll(StreamName)).sort()).toEqual(['a', 'b', 'c', 'd']);
    expect((await fixture.call('ListStreams')).StreamNames).toEqual([StreamName]);
    await fixture.call('PutRecord', { StreamName, ...record('e') });
    expect(await fixture.readAll(StreamName)).toHaveLength(5);
  });

  test('may have any legal name', async () => {
    for (const name of ['..', 'A.b_c-d', 'x'.repeat(128)]) {
      await fixture.call('CreateStream', { StreamName: name, ShardCount: 1 });
      await fixture.call('PutRecord', { StreamName: name, ...record('a') });
    }
    await fixture.restart();
    expect((await fixture.call('ListStreams')).StreamNames).toHaveLength(3);
  });

  test('is listed page by page', async () => {
    for (const name of ['a', 'b', 'c']) await fixture.call('CreateStream', { StreamName: name, ShardCount: 1 });
    const first = await fixture.call('ListStreams', { Limit: 2 });
    expect(first).toMatchObject({ StreamNames: ['a', 'b'], HasMoreStreams: true });
    expect((await fixture.call('ListStreams', { NextToken: first.NextToken })).StreamNames).toEqual(['c']);
    expect((await fixture.call('ListStreams', { ExclusiveStartStreamName: 'a' })).StreamNames).toEqual(['b', 'c']);
  });

  test.each([
    ['twice', { StreamName: 'taken', ShardCount: 1 }, 'ResourceInUseException'],
    ['without a shard count', { StreamName }, 'InvalidArgumentException'],
    [
      'on demand with a shard count',
      { StreamName, ShardCount: 1, StreamModeDetails: { StreamMode: 'ON_DEMAND' } },
      'InvalidArgumentException',
    ],
    ['with an illegal name', { StreamName: 'a/b', ShardCount: 1 }, 'ValidationException'],
  ])('is not created %s', async (_, input, code) => {
    await fixture.call('CreateStream', { StreamName: 'taken', ShardCount: 1 });
    await expect(fixture.call('CreateStream', input)).rejects.toMatchObject({ code });
  });

  test('changes its mode and its key', async () => {
    await fixture.call('CreateStream', { StreamName, ShardCount: 1 });
    await fixture.call('UpdateStreamMode', { StreamARN, StreamModeDetails: { StreamMode: 'ON_DEMAND' } });
    const key = { StreamName, EncryptionType: 'KMS', KeyId: '1234abcd-12ab-34cd-56ef-1234567890ab' };
    await fixture.call('StartStreamEncryption', key);
    const { StreamDescriptionSummary } = await fixture.call('DescribeStreamSummary', { StreamName });
    expect(StreamDescriptionSummary).toMatchObject({
      StreamModeDetails: { StreamMode: 'ON_DEMAND' },
      EncryptionType: 'KMS',
      KeyId: key.KeyId,
      OpenShardCount: 1,
      ConsumerCount: 0,
    });
    await fixture.call('StopStreamEncryption', key);
    expect((await fixture.call('DescribeStreamSummary', { StreamName })).StreamDescriptionSummary).toMatchObject({
      EncryptionType: 'NONE',
    });
    await expect(fixture.call('StartStreamEncryption', { ...key, KeyId: 'alias/mine' })).rejects.toThrow('alias/mine');
  });
});

describe('shards', () => {
  beforeEach(() => fixture.call('CreateStream', { StreamName, ShardCount: 2 }));

  test('split, while records keep coming: none is lost, and the parent leads to its children', async () => {
    const puts = Array.from({ length: 30 }, (_, index) =>
      fixture.call('PutRecord', { StreamName, ...record(`${index}`) }),
    );
    fixture.clock.time += 10;
    const split = fixture.call('SplitShard', { StreamName, ShardToSplit: shard(0), NewStartingHashKey: '1000' });
    for (let index = 30; index < 60; index++)
      puts.push(fixture.call('PutRecord', { StreamName, ...record(`${index}`) }));
    await Promise.all([split, ...puts]);
    expect((await fixture.readAll(StreamName)).length).toBe(60);
    expect(await openIds()).toEqual([shard(1), shard(2), shard(3)]);

    const { ShardIterator } = await fixture.call('GetShardIterator', {
      StreamName,
      ShardId: shard(0),
      ShardIteratorType: 'TRIM_HORIZON',
    });
    const { Records, ChildShards, NextShardIterator } = await fixture.call('GetRecords', { ShardIterator });
    expect(NextShardIterator).toBeUndefined();
    expect(ChildShards).toEqual([
      { ShardId: shard(2), ParentShards: [shard(0)], HashKeyRange: { StartingHashKey: '0', EndingHashKey: '999' } },
      {
        ShardId: shard(3),
        ParentShards: [shard(0)],
        HashKeyRange: expect.objectContaining({ StartingHashKey: '1000' }),
      },
    ]);
    const { Shards } = await fixture.call('ListShards', { StreamName });
    const [parent, , , child] = Shards;
    expect(BigInt(parent.SequenceNumberRange.EndingSequenceNumber) > BigInt(Records.at(-1)?.SequenceNumber)).toBe(true);
    const start = BigInt(child.SequenceNumberRange.StartingSequenceNumber);
    expect(start > BigInt(parent.SequenceNumberRange.EndingSequenceNumber)).toBe(true);
  });

  test('merge with a neighbour only', async () => {
    await fixture.call('SplitShard', { StreamName, ShardToSplit: shard(0), NewStartingHashKey: '1000' });
    const merge = (ShardToMerge: string, AdjacentShardToMerge: string) =>
      fixture.call('MergeShards', { StreamName, ShardToMerge, AdjacentShardToMerge });
    await expect(merge(shard(2), shard(1))).rejects.toThrow('not an adjacent pair');
    await expect(merge(shard(2), shard(2))).rejects.toThrow('not an adjacent pair');
    await expect(merge(shard(0), shard(1))).rejects.toThrow('Could not find open shard');
    await merge(shard(3), shard(2));
    const { Shards } = await fixture.call('ListShards', { StreamName, ExclusiveStartShardId: shard(3) });
    expect(Shards).toMatchObject([{ ShardId: shard(4), ParentShardId: shard(3), AdjacentParentShardId: shard(2) }]);
  });

  test.each(['0', (2n ** 127n).toString(), (2n ** 128n).toString()])('do not split at %s, outside', async (at) => {
    const input = { StreamName, ShardToSplit: shard(0), NewStartingHashKey: at };
    await expect(fixture.call('SplitShard', input)).rejects.toMatchObject({ code: 'InvalidArgumentException' });
  });

  test('are resized to equal parts', async () => {
    const scale = (TargetShardCount: number) =>
      fixture.call('UpdateShardCount', { StreamName, TargetShardCount, ScalingType: 'UNIFORM_SCALING' });
    for (const count of [4, 3, 5, 3, 2]) {
      expect(await scale(count)).toMatchObject({ StreamName, TargetShardCount: count });
      const { Shards } = await fixture.call('ListShards', { StreamName, ShardFilter: { Type: 'AT_LATEST' } });
      const starts = Shards.map(
        (one: { HashKeyRange: { StartingHashKey: string } }) => one.HashKeyRange.StartingHashKey,
      );
      const width = 2n ** 128n / BigInt(count);
      const expected = Array.from({ length: count }, (_, index) => (width * BigInt(index)).toString());
      expect(starts.sort()).toEqual(expected.sort());
    }
    await expect(scale(5)).rejects.toMatchObject({ code: 'LimitExceededException' });
    await fixture.call('UpdateStreamMode', { StreamARN, StreamModeDetails: { StreamMode: 'ON_DEMAND' } });
    await expect(scale(2)).rejects.toMatchObject({ code: 'ValidationException' });
  });

  test('are listed by filter and page by page', async () => {
    fixture.clock.time += 60_000;
    const splitAt = fixture.clock.time / 1000;
    await fixture.call('SplitShard', { StreamName, ShardToSplit: shard(0), NewStartingHashKey: '1000' });
    fixture.clock.time += 60_000;
    const list = async (input: object) => {
      const { Shards } = await fixture.call('ListShards', { StreamName, ...input });
      return Shards.map(({ ShardId }: { ShardId: string }) => Number(ShardId.slice(8)));
    };
    const filtered = (ShardFilter: object) => list({ ShardFilter });
    expect(await filtered({ Type: 'AT_LATEST' })).toEqual([1, 2, 3]);
    expect(await filtered({ Type: 'AT_TRIM_HORIZON' })).toEqual([0, 1]);
    expect(await filtered({ Type: 'FROM_TRIM_HORIZON' })).toEqual([0, 1, 2, 3]);
    expect(await filtered({ Type: 'AFTER_SHARD_ID', ShardId: shard(1) })).toEqual([2, 3]);
    expect(await filtered({ Type: 'AT_TIMESTAMP', Timestamp: splitAt - 1 })).toEqual([0, 1]);
    expect(await filtered({ Type: 'FROM_TIMESTAMP', Timestamp: splitAt + 1 })).toEqual([1, 2, 3]);
    expect(await list({ StreamCreationTimestamp: 1_700_000_000 })).toEqual([0, 1, 2, 3]);
    await expect(list({ StreamCreationTimestamp: 1_600_000_000 })).rejects.toThrow('not created at that time');
    await expect(filtered({ Type: 'AT_TIMESTAMP' })).rejects.toThrow('Timestamp must be provided');
    await expect(filtered({ Type: 'AFTER_SHARD_ID' })).rejects.toThrow('ShardId must be provided');

    const first = await fixture.call('ListShards', { StreamName, MaxResults: 2, ShardFilter: { Type: 'AT_LATEST' } });
    const { NextToken } = first;
    const rest = await fixture.call('ListShards', { NextToken });
    expect([...first.Shards, ...rest.Shards]).toHaveLength(3);
    expect(rest.NextToken).toBeUndefined();
    await expect(list({ NextToken })).rejects.toThrow('cannot be provided together');
    await expect(fixture.call('ListShards')).rejects.toThrow('Either NextToken or StreamName');
    await expect(fixture.call('ListStreams', { NextToken })).rejects.toThrow('Invalid NextToken.');
    fixture.clock.time += 300_001;
    await expect(fixture.call('ListShards', { NextToken })).rejects.toMatchObject({
      code: 'ExpiredNextTokenException',
    });
  });

  test('are described page by page', async () => {
    const { StreamDescription } = await fixture.call('DescribeStream', { StreamName, Limit: 1 });
    expect(StreamDescription).toMatchObject({ HasMoreShards: true, Shards: [{ ShardId: shard(0) }] });
    const rest = await fixture.call('DescribeStream', { StreamName, ExclusiveStartShardId: shard(0) });
    expect(rest.StreamDescription).toMatchObject({ HasMoreShards: false, Shards: [{ ShardId: shard(1) }] });
  });

  test('that closed are forgotten when their records are', async () => {
    await fixture.call('PutRecord', { StreamName, ...record('a'), ExplicitHashKey: '0' });
    await fixture.call('SplitShard', { StreamName, ShardToSplit: shard(0), NewStartingHashKey: '1000' });
    fixture.clock.time += 25 * 3_600_000;
    await fixture.kinesis.streams.trim();
    const { Shards } = await fixture.call('ListShards', { StreamName });
    expect(Shards.map(({ ShardId }: { ShardId: string }) => ShardId)).toEqual([shard(1), shard(2), shard(3)]);
    await expect(fixture.read(StreamName, shard(0))).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
    await fixture.restart();
    expect((await fixture.call('ListShards', { StreamName })).Shards).toHaveLength(3);
  });
});

test('consumers are registered, described, listed and deregistered', async () => {
  await fixture.call('CreateStream', { StreamName, ShardCount: 1 });
  for (const ConsumerName of ['one', 'two']) {
    const { Consumer } = await fixture.call('RegisterStreamConsumer', { StreamARN, ConsumerName, Tags: { a: '1' } });
    expect(Consumer).toEqual({
      ConsumerName,
      ConsumerARN: `${StreamARN}/consumer/${ConsumerName}:1700000000`,
      ConsumerStatus: 'ACTIVE',
      ConsumerCreationTimestamp: 1_700_000_000,
    });
  }
  const ConsumerARN = `${StreamARN}/consumer/one:1700000000`;
  const again = { StreamARN, ConsumerName: 'one' };
  await expect(fixture.call('RegisterStreamConsumer', again)).rejects.toMatchObject({ code: 'ResourceInUseException' });
  for (const input of [{ ConsumerARN }, again]) {
    expect(await fixture.call('DescribeStreamConsumer', input)).toMatchObject({
      ConsumerDescription: { ConsumerARN, StreamARN },
    });
  }
  const first = await fixture.call('ListStreamConsumers', { StreamARN, MaxResults: 1 });
  const rest = await fixture.call('ListStreamConsumers', { StreamARN, NextToken: first.NextToken });
  expect([first, rest]).toMatchObject([
    { Consumers: [{ ConsumerName: 'one' }] },
    { Consumers: [{ ConsumerName: 'two' }] },
  ]);
  await fixture.call('TagResource', { ResourceARN: ConsumerARN, Tags: { b: '2' } });
  await fixture.call('UntagResource', { ResourceARN: ConsumerARN, TagKeys: ['a'] });
  expect((await fixture.call('ListTagsForResource', { ResourceARN: ConsumerARN })).Tags).toEqual([
    { Key: 'b', Value: '2' },
  ]);
  await fixture.call('DeregisterStreamConsumer', { ConsumerARN });
  await expect(fixture.call('DescribeStreamConsumer', again)).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
  });
  await expect(fixture.call('DescribeStreamConsumer', {})).rejects.toMatchObject({ code: 'InvalidArgumentException' });
  await expect(fixture.call('ListTagsForResource', { ResourceARN: ConsumerARN })).rejects.toThrow('not found');
  await expect(fixture.call('SubscribeToShard', {})).rejects.toThrow('kinesis:SubscribeToShard is not supported');
});

test('tags are added, listed and removed', async () => {
  await fixture.call('CreateStream', { StreamName, ShardCount: 1, Tags: { a: '1' } });
  await fixture.call('AddTagsToStream', { StreamARN, Tags: { b: '2', c: '3' } });
  await fixture.call('RemoveTagsFromStream', { StreamName, TagKeys: ['a'] });
  await fixture.call('TagResource', { ResourceARN: StreamARN, Tags: { c: '4' } });
  const b = { Key: 'b', Value: '2' };
  const c = { Key: 'c', Value: '4' };
  expect(await fixture.call('ListTagsForStream', { StreamName })).toEqual({ Tags: [b, c], HasMoreTags: false });
  expect(await fixture.call('ListTagsForStream', { StreamName, Limit: 1 })).toEqual({ Tags: [b], HasMoreTags: true });
  expect((await fixture.call('ListTagsForStream', { StreamName, ExclusiveStartTagKey: 'b' })).Tags).toEqual([c]);
  expect((await fixture.call('ListTagsForResource', { ResourceARN: StreamARN })).Tags).toEqual([b, c]);
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`k${index}`, '']));
  await expect(fixture.call('AddTagsToStream', { StreamName, Tags: many })).rejects.toThrow('At most 50 tags');
});
