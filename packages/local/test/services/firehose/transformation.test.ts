import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ServiceError } from '../../../src/service.ts';
import type { Firehose } from '../../../src/services/firehose/firehose.ts';
import { Cloud, decoded, functionArn, lambdaProcessor, perRecord, put, toLake } from './cloud.ts';

let cloud: Cloud;
let firehose: Firehose;

beforeEach(() => {
  cloud = new Cloud();
});

afterEach(async () => {
  await firehose.stop();
  cloud.remove();
});

const transformed = () => cloud.stream(toLake({ ProcessingConfiguration: lambdaProcessor }));
const base64 = (text: string) => Buffer.from(text).toString('base64');
const delivered = () =>
  cloud
    .keys()
    .filter((key) => key.startsWith('all/'))
    .map((key) => cloud.text(key))
    .join('');

test('the function gets the event that Firehose sends', async () => {
  firehose = await transformed();
  await put(firehose, 'a', 'b');
  await firehose.flush();
  expect(cloud.invocations).toEqual([
    {
      invocationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      deliveryStreamArn: 'arn:aws:firehose:us-east-1:000000000000:deliverystream/clicks',
      region: 'us-east-1',
      records: [
        { recordId: '496500000000000000000000', approximateArrivalTimestamp: expect.any(Number), data: base64('a') },
        { recordId: '496500000000000000000001', approximateArrivalTimestamp: expect.any(Number), data: base64('b') },
      ],
    },
  ]);
  expect(Math.abs(Date.now() - (cloud.invocations[0]?.records[0]?.approximateArrivalTimestamp ?? 0))).toBeLessThan(
    60_000,
  );
});

describe('of three records, the middle one answered with', () => {
  test.each<[string, Record<string, unknown> | undefined, string | undefined]>([
    ['other data', { data: base64('B') }, undefined],
    ['Dropped', { result: 'Dropped' }, undefined],
    ['ProcessingFailed', { result: 'ProcessingFailed' }, 'Lambda.ProcessingFailedStatus'],
    ['an unknown result', { result: 'ok' }, 'Lambda.JsonProcessingException'],
    ['no result', { result: undefined }, 'Lambda.JsonProcessingException'],
    ['no data', { data: undefined }, 'Lambda.JsonProcessingException'],
    ['data that is no base64', { data: 'a$b=' }, 'Lambda.JsonProcessingException'],
    ['data in the other base64 alphabet', { data: '_-__' }, 'Lambda.JsonProcessingException'],
    ['data cut short', { data: 'YWJ' }, 'Lambda.JsonProcessingException'],
    ['nothing', undefined, 'Lambda.MissingRecordId'],
    ['another id', { recordId: 'x' }, 'Lambda.MissingRecordId'],
    ['an id that is no text', { recordId: 7 }, 'Lambda.MissingRecordId'],
  ])('%s', async (_, answer, errorCode) => {
    cloud.handler = perRecord((text) => (text === 'b' ? answer : {}));
    firehose = await transformed();
    await put(firehose, 'a', 'b', 'c');
    await firehose.flush();
    expect(delivered()).toBe(answer?.data === base64('B') ? 'aBc' : 'ac');
    if (errorCode === undefined) expect(cloud.errors()).toEqual([]);
    else {
      expect(cloud.errors('failed/processing-failed/')).toEqual([
        {
          attemptsMade: 1,
          arrivalTimestamp: expect.any(Number),
          errorCode,
          errorMessage: expect.any(String),
          attemptEndingTimestamp: expect.any(Number),
          rawData: base64('b'),
          lambdaArn: functionArn,
        },
      ]);
    }
    const {
      deliveredRecords = 0,
      droppedRecords = 0,
      failedRecords = 0,
    } = (await firehose.status()).deliveryStreams[0] ?? {};
    expect(deliveredRecords + droppedRecords + failedRecords).toBe(3);
  });

  test('the id of its neighbour fails both, and not the third', async () => {
    cloud.handler = ({ records: [a, b, c] }) => ({
      records: [a, { ...b, recordId: a?.recordId }, c].map((record) => ({ ...record, result: 'Ok' })),
    });
    firehose = await transformed();
    await put(firehose, 'a', 'b', 'c');
    await firehose.flush();
    expect(delivered()).toBe('c');
    expect(cloud.errors().map(({ errorCode }) => errorCode)).toEqual([
      'Lambda.DuplicatedRecordId',
      'Lambda.MissingRecordId',
    ]);
  });
});

describe('an invocation that', () => {
  const failing: [string, () => unknown, string, string][] = [
    [
      'throws',
      () => {
        throw new Error('out of luck');
      },
      'Lambda.FunctionError',
      'out of luck',
    ],
    [
      'is one too many',
      () => {
        throw new ServiceError('TooManyRequestsException', 'Rate Exceeded.', 429);
      },
      'Lambda.InvokeLimitExceeded',
      'Rate Exceeded.',
    ],
    [
      'is too large',
      () => {
        throw new ServiceError('RequestTooLargeException', 'too large', 413);
      },
      'Lambda.RequestTooLarge',
      'too large',
    ],
    ['answers no JSON', () => 'nonsense', 'Lambda.JsonProcessingException', 'no JSON'],
    ['answers no records', () => ({ ok: true }), 'Lambda.JsonProcessingException', 'no list of records'],
  ];

  test.each(failing)('%s is made again, and its records are delivered', async (_, fail) => {
    cloud.handler = (event, call) =>
      call < 3 ? fail() : { records: event.records.map((record) => ({ ...record, result: 'Ok' })) };
    firehose = await transformed();
    await put(firehose, 'a', 'b');
    await firehose.flush();
    expect(delivered()).toBe('ab');
    expect(cloud.errors()).toEqual([]);
  });

  test.each(failing)(
    '%s for the third time costs its records, which go to the error output',
    async (_, fail, errorCode, message) => {
      cloud.handler = fail;
      firehose = await transformed();
      await put(firehose, 'a', 'b');
      await firehose.flush();
      expect(cloud.invocations).toHaveLength(3);
      const error = {
        attemptsMade: 3,
        errorCode,
        errorMessage: expect.stringContaining(message),
        lambdaArn: functionArn,
      };
      expect(cloud.errors('failed/processing-failed/')).toEqual([
        expect.objectContaining(error),
        expect.objectContaining(error),
      ]);
      expect(cloud.errors().map(({ rawData }) => decoded(rawData))).toEqual(['a', 'b']);
      expect((await firehose.status()).deliveryStreams[0]).toMatchObject({
        bufferedRecords: 0,
        deliveredRecords: 0,
        failedRecords: 2,
      });
    },
  );

  test('meets no function holds delivery up until there is one', async () => {
    cloud.handler = () => {
      throw new ServiceError('ResourceNotFoundException', 'Function not found', 404);
    };
    firehose = await transformed();
    await put(firehose, 'a');
    await expect(firehose.flush()).rejects.toThrow('Function not found');
    cloud.handler = perRecord(() => ({}));
    await vi.waitFor(() => expect(delivered()).toBe('a'), { timeout: 20_000 });
  });
});

test('an invocation carries what its buffer holds, and never more than the payload limit', async () => {
  firehose = await cloud.stream(toLake({ ProcessingConfiguration: lambdaProcessor }), { bufferSeconds: 900 });
  const half = 'x'.repeat(512 * 1024);
  for (let count = 0; count < 6; count++) await put(firehose, half);
  for (let count = 0; count < 60; count++) await put(firehose, ...Array.from({ length: 500 }, () => 'y'));
  await firehose.flush();
  expect(cloud.invocations.slice(0, 3).map(({ records }) => records.length)).toEqual([2, 2, 2]);
  for (const event of cloud.invocations) expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(6_000_000);
  expect(delivered()).toHaveLength(6 * 512 * 1024 + 30_000);
});
