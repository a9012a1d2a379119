import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ServiceError } from '../../../src/service.ts';
import type { Firehose } from '../../../src/services/firehose/firehose.ts';
import { Cloud, decoded, functionArn, lambdaProcessor, perRecord, put, role, toLake } from './cloud.ts';

let cloud: Cloud;
let firehose: Firehose | undefined;

beforeEach(() => {
  cloud = new Cloud();
});

afterEach(async () => {
  vi.restoreAllMocks();
  await firehose?.close();
  cloud.remove();
});

const patiently = { timeout: 20_000 };
const now = Date.UTC(2026, 11, 31, 23, 59, 58);
const suffix = 'clicks-1-2026-12-31-23-59-58-[0-9a-f-]{36}';

describe('objects', () => {
  beforeEach(() => {
    vi.spyOn(Date, 'now').mockReturnValue(now);
  });

  test('hold the records of a batch one after the other, and are named after the stream, the time and a UUID', async () => {
    firehose = await cloud.stream(toLake());
    await put(firehose, 'a', 'b');
    await firehose.flush();
    expect(cloud.keys()).toEqual([expect.stringMatching(new RegExp(`^all/2026/${suffix}$`))]);
    expect(cloud.text(cloud.keys()[0] ?? '')).toBe('ab');
  });

  test.each([
    [
      'a newline after each record',
      { ProcessingConfiguration: { Enabled: true, Processors: [{ Type: 'AppendDelimiterToRecord' }] } },
      '',
      'a\nb\n',
    ],
    ['a given extension', { FileExtension: '.txt' }, '\\.txt', 'ab'],
    ['gzip', { CompressionFormat: 'GZIP' }, '\\.gz', 'ab'],
    ['the hour of arrival where the prefix says no time', { Prefix: 'plain/' }, '', 'ab'],
  ])('can have %s', async (_, destination, extension, content) => {
    firehose = await cloud.stream(toLake(destination));
    await put(firehose, 'a', 'b');
    await firehose.flush();
    const [key = ''] = cloud.keys();
    expect(key).toMatch(new RegExp(`^(all/2026|plain/2026/12/31/23)/${suffix}${extension}$`));
    const bytes = readFileSync(cloud.path(key));
    expect((extension === '\\.gz' ? gunzipSync(bytes) : bytes).toString()).toBe(content);
  });

  test('of the backup hold the records as they came, in a bucket of their own', async () => {
    const backup = { BucketARN: 'arn:aws:s3:::archive', RoleARN: role, Prefix: 'raw/', CompressionFormat: 'GZIP' };
    cloud.handler = perRecord((text) => (text === '{"bad":1}' ? { result: 'ProcessingFailed' } : { data: '' }));
    firehose = await cloud.stream(
      toLake({ S3BackupMode: 'Enabled', S3BackupConfiguration: backup, ProcessingConfiguration: lambdaProcessor }),
    );
    await put(firehose, '{"a":1}', '{"bad":1}', '{"b":2}');
    await firehose.flush();
    const [key = ''] = cloud.keys('archive');
    expect(key).toMatch(/^raw\/2026\/12\/31\/23\/clicks-1-.*\.gz$/);
    expect(gunzipSync(readFileSync(cloud.path(key, 'archive'))).toString()).toBe('{"a":1}{"bad":1}{"b":2}');
  });
});

describe('a batch ends', () => {
  test('when its time is over', async () => {
    firehose = await cloud.stream(toLake());
    await put(firehose, 'a');
    await vi.waitFor(
      async () => expect((await firehose?.status())?.deliveryStreams[0]?.deliveredRecords).toBe(1),
      patiently,
    );
    expect(cloud.keys()).toHaveLength(1);
  });

  test('when its size is reached, long before its time', async () => {
    firehose = await cloud.stream(toLake({ BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 900 } }), {
      bufferSeconds: 900,
    });
    const megabyte = 'x'.repeat(900_000);
    for (let count = 0; count < 3; count++) await put(firehose, megabyte);
    await vi.waitFor(
      async () => expect((await firehose?.status())?.deliveryStreams[0]?.deliveredRecords).toBe(2),
      patiently,
    );
    expect(cloud.keys()).toHaveLength(1);
  });

  test('with a flush, which holds all that was acknowledged before it', async () => {
    firehose = await cloud.stream(toLake(), { bufferSeconds: 900 });
    for (let count = 0; count < 10; count++) await put(firehose, `${count},`);
    await Promise.all([firehose.flush(), firehose.flush()]);
    expect(cloud.text(cloud.keys()[0] ?? '')).toBe('0,1,2,3,4,5,6,7,8,9,');
    await firehose.flush();
    expect(cloud.keys()).toHaveLength(1);
  });
});

test('a clock that is set back does not keep records waiting', async () => {
  firehose = await cloud.stream(toLake({ ProcessingConfiguration: lambdaProcessor }), { bufferSeconds: 0.5 });
  await put(firehose, 'a'.repeat(1_000_000), 'a'.repeat(1_000_000));
  await vi.waitFor(() => expect(cloud.invocations).toHaveLength(1), patiently);
  const now = Date.now;
  vi.spyOn(Date, 'now').mockImplementation(() => now() - 3_600_000);
  await put(firehose, 'b');
  await vi.waitFor(
    async () => expect((await firehose?.status())?.deliveryStreams[0]?.deliveredRecords).toBe(3),
    patiently,
  );
});

test('a log of puts that has lost what was delivered is not gone on with', async () => {
  firehose = await cloud.stream(toLake());
  await put(firehose, 'a', 'b');
  await firehose.flush();
  await firehose.stop();
  rmSync(join(cloud.directory, 'firehose/clicks/records'), { recursive: true });
  await expect(cloud.stream(toLake())).rejects.toThrow('2 records were delivered and only 0 were ever put');
});

describe('a failing service', () => {
  test.each(['s3:PutObject', 'lambda:InvokeFunction', 'kms:GenerateDataKey'])(
    'that refuses %s holds delivery up, says why once, and costs nothing',
    async (action) => {
      const key = 'arn:aws:kms:us-east-1:000000000000:key/1';
      cloud.denied.add(action);
      firehose = await cloud.stream(
        toLake({
          ProcessingConfiguration: lambdaProcessor,
          EncryptionConfiguration: { KMSEncryptionConfig: { AWSKMSKeyARN: key } },
        }),
      );
      await put(firehose, 'a');
      await expect(firehose.flush()).rejects.toThrow(`${role} is not authorized to perform: ${action}`);
      await expect(firehose.flush()).rejects.toThrow();
      expect((await firehose.status()).deliveryStreams[0]).toMatchObject({
        bufferedRecords: 1,
        deliveredRecords: 0,
        lastError: expect.stringContaining(action),
      });
      expect(cloud.lines).toEqual([
        expect.stringMatching(new RegExp(`^firehose clicks: .*${role}.*${action}.* on resource: `)),
      ]);
      cloud.denied.clear();
      const delivered = { bufferedRecords: 0, deliveredRecords: 1 };
      await vi.waitFor(
        async () => expect((await firehose?.status())?.deliveryStreams[0]).toMatchObject(delivered),
        patiently,
      );
      expect(cloud.keys()).toHaveLength(1);
      expect((await firehose.status()).deliveryStreams[0]?.lastError).toBeUndefined();
    },
  );

  test('with a disk too full for a whole batch delivers smaller ones, each record once', async () => {
    const call = cloud.call.bind(cloud);
    let chunks = 0;
    vi.spyOn(cloud, 'call').mockImplementation(async (service, ...rest) => {
      if (service === 's3') chunks = 0;
      if (service === 'lambda' && ++chunks > 1) {
        chunks = 0;
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      }
      return call(service, ...rest);
    });
    firehose = await cloud.stream(toLake({ ProcessingConfiguration: lambdaProcessor }), { bufferSeconds: 900 });
    for (const digit of '012345') await put(firehose, digit.repeat(600_000));
    await firehose.flush();
    const objects = cloud.keys().map((key) => cloud.text(key).replace(/(.)\1*/g, '$1'));
    expect(objects.sort()).toEqual(['01', '23', '45']);
    expect((await firehose.status()).deliveryStreams[0]).toMatchObject({ bufferedRecords: 0, deliveredRecords: 6 });
    expect(cloud.lines).toEqual([]);
  });

  test('leaves nothing of a failed batch on the disk while it waits', async () => {
    const handler = cloud.handler;
    cloud.handler = (event, call) => {
      if (call > 1) throw new ServiceError('ResourceNotFoundException', 'the function is gone');
      return handler(event, call);
    };
    firehose = await cloud.stream(toLake({ ProcessingConfiguration: lambdaProcessor }), {
      bufferSeconds: 900,
      retryMilliseconds: () => 60_000,
    });
    for (const digit of '012') await put(firehose, digit.repeat(1_000_000));
    await expect(firehose.flush()).rejects.toThrow('the function is gone');
    expect(readdirSync(join(cloud.directory, 'firehose/clicks/staging'))).toEqual([]);
  });

  test('does not hold up another delivery stream', async () => {
    firehose = await cloud.stream(toLake({ ProcessingConfiguration: lambdaProcessor }));
    await firehose.createStream(
      firehose.configure('Other', { DeliveryStreamName: 'other', ...toLake({ Prefix: 'other/' }) }, ''),
    );
    await firehose.start();
    cloud.denied.add('lambda:InvokeFunction');
    await put(firehose, 'a');
    await firehose.service.actions.PutRecord?.run(
      { DeliveryStreamName: 'other', Record: { Data: 'Yg==' } },
      { arn: role },
    );
    await expect(firehose.flush()).rejects.toThrow('lambda:InvokeFunction');
    expect(cloud.keys()).toEqual([expect.stringMatching(/^other\//)]);
  });

  test('is written to the log group of the template, if the role may', async () => {
    cloud.denied.add('s3:PutObject');
    const log = { Enabled: true, LogGroupName: '/aws/kinesisfirehose/clicks', LogStreamName: 'S3' };
    firehose = await cloud.stream(toLake({ CloudWatchLoggingOptions: log }));
    await put(firehose, 'a');
    await expect(firehose.flush()).rejects.toThrow();
    const file = join(cloud.directory, 'logs/aws/kinesisfirehose/clicks.log');
    const [, line = ''] = /^\S+ (.*)$/m.exec(readFileSync(file, 'utf8')) ?? [];
    expect(JSON.parse(line)).toMatchObject({
      deliveryStreamARN: 'arn:aws:firehose:us-east-1:000000000000:deliverystream/clicks',
      destination: 'arn:aws:s3:::lake',
      errorCode: 'AccessDeniedException',
    });
    expect(cloud.authorized).toContainEqual({
      action: 'logs:PutLogEvents',
      resource: 'arn:aws:logs:us-east-1:000000000000:log-group:/aws/kinesisfirehose/clicks:log-stream:S3',
    });
    cloud.denied.add('logs:PutLogEvents');
    await vi.waitFor(() => expect(cloud.lines.join('\n')).toContain('the error log of'), patiently);
  });
});

describe('dynamic partitioning', () => {
  const partitioned = (more: Record<string, unknown> = {}) =>
    toLake({
      Prefix: 'by/!{partitionKeyFromLambda:kind}/day=!{partitionKeyFromLambda:day}/',
      DynamicPartitioningConfiguration: { Enabled: true, RetryOptions: { DurationInSeconds: 60 } },
      ProcessingConfiguration: lambdaProcessor,
      ...more,
    });

  test('puts each record under the keys that the function returned', async () => {
    cloud.handler = perRecord((text) => ({ metadata: { partitionKeys: { kind: text.slice(0, 1), day: 7 } } }));
    firehose = await cloud.stream(partitioned());
    await put(firehose, 'a1', 'b1', 'a2');
    await firehose.flush();
    const contents = cloud.keys().map((key) => [key.replace(/clicks.*/, ''), cloud.text(key)]);
    expect(contents).toEqual([
      ['by/a/day=7/', 'a1a2'],
      ['by/b/day=7/', 'b1'],
    ]);
  });

  test.each([
    ['no metadata', {}],
    ['no keys', { metadata: { partitionKeys: {} } }],
    ['one key missing', { metadata: { partitionKeys: { kind: 'a' } } }],
    ['an empty key', { metadata: { partitionKeys: { kind: '', day: '1' } } }],
    ['a null key', { metadata: { partitionKeys: { kind: null, day: '1' } } }],
    ['a key from a prototype', { metadata: { partitionKeys: ['x'] } }],
  ])('sends a record with %s to the error output, and only that one', async (_, answer) => {
    cloud.handler = perRecord((text) =>
      text === 'bad' ? answer : { metadata: { partitionKeys: { kind: 'ok', day: '1' } } },
    );
    firehose = await cloud.stream(partitioned());
    await put(firehose, 'good', 'bad', 'fine');
    await firehose.flush();
    expect(cloud.text(cloud.keys().find((key) => key.startsWith('by/ok')) ?? '')).toBe('goodfine');
    expect(cloud.errors('failed/metadata-extraction-failed/')).toEqual([
      expect.objectContaining({ errorCode: 'DynamicPartitioning.MetadataExtractionFailed', lambdaArn: functionArn }),
    ]);
    expect(decoded(cloud.errors()[0]?.rawData)).toBe('bad');
  });

  test('has at most 500 active partitions, and sends the others to the error output', async () => {
    cloud.handler = perRecord((text) => ({ metadata: { partitionKeys: { kind: text, day: '1' } } }));
    firehose = await cloud.stream(partitioned(), { bufferSeconds: 900 });
    const records = Array.from({ length: 501 }, (_, index) => `k${index}`);
    await put(firehose, ...records.slice(0, 500));
    await put(firehose, ...records.slice(500), 'k0');
    await firehose.flush();
    expect(cloud.keys().filter((key) => key.startsWith('by/'))).toHaveLength(500);
    expect(cloud.errors()).toEqual([
      expect.objectContaining({ errorCode: 'DynamicPartitioning.ActivePartitionLimitExceeded' }),
    ]);
    expect((await firehose.status()).deliveryStreams[0]).toMatchObject({ deliveredRecords: 501, failedRecords: 1 });
  });
});
