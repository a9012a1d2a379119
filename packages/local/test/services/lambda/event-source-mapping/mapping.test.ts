import { describe, expect, test, vi } from 'vitest';
import { ServiceError } from '../../../../src/service.ts';
import { MappedStream, numbers, role, streamArn } from './mapped-stream.ts';

const until = (condition: () => unknown) => vi.waitFor(() => expect(condition()).toBeTruthy(), { timeout: 30_000 });
const failOn = (poison: string) => (texts: readonly string[]) => {
  if (texts.includes(poison)) throw new Error(`${poison} is poison`);
};

describe('the event', () => {
  test('is Lambda’s', async () => {
    const stream = await MappedStream.open();
    await stream.put('a.1');
    await stream.start();
    await stream.mappings.flush();
    const sequenceNumber = stream.events[0]?.Records[0]?.kinesis.sequenceNumber;
    expect(sequenceNumber).toMatch(/^\d{56}$/);
    expect(stream.events).toEqual([
      {
        Records: [
          {
            kinesis: {
              kinesisSchemaVersion: '1.0',
              partitionKey: 'a',
              sequenceNumber,
              data: 'YS4x',
              approximateArrivalTimestamp: expect.closeTo(Date.now() / 1000, -2),
            },
            eventSource: 'aws:kinesis',
            eventVersion: '1.0',
            eventID: `shardId-000000000000:${sequenceNumber}`,
            eventName: 'aws:kinesis:record',
            invokeIdentityArn: role,
            awsRegion: 'us-east-1',
            eventSourceARN: streamArn,
          },
        ],
      },
    ]);
    expect(stream.result).toBe('OK');
  });

  test('has BatchSize records at most, and is no longer than a function takes', async () => {
    const stream = await MappedStream.open();
    await stream.put(...numbers(0, 25));
    const long = Array.from({ length: 12 }, (_, index) => `${index}.${'x'.repeat(700_000)}`);
    for (const text of long) await stream.put(text);
    await stream.start({ batchSize: 10 });
    await stream.mappings.flush();
    expect(stream.invocations.flat()).toEqual([...numbers(0, 25), ...long]);
    for (const event of stream.events) {
      expect(event.Records.length).toBeLessThanOrEqual(10);
      expect(JSON.stringify(event).length).toBeLessThanOrEqual(6 * 1024 * 1024);
    }
  });
});

describe('where it begins', () => {
  test.each([
    ['TRIM_HORIZON', { type: 'TRIM_HORIZON' } as const, ['old', 'new']],
    ['LATEST', { type: 'LATEST' } as const, ['new']],
    ['AT_TIMESTAMP', { type: 'AT_TIMESTAMP', time: 1000 } as const, ['old', 'new']],
  ])('%s', async (_, startingPosition, expected) => {
    const stream = await MappedStream.open();
    await stream.put('old');
    const putAt = Date.now();
    await until(() => Date.now() > putAt);
    await stream.start({ startingPosition });
    await stream.put('new');
    await stream.mappings.flush();
    expect(stream.invocations.flat()).toEqual(expected);
  });
});

test('new records wake it, and a window gathers them', async () => {
  const stream = await MappedStream.open();
  const read = vi.spyOn(stream.kinesis.service.actions.GetRecords ?? expect.unreachable(), 'run');
  await stream.start({ windowSeconds: 60 });
  await stream.put('1');
  await stream.put('2');
  await stream.put('3');
  const reads = read.mock.calls.length;
  // When the second read from now on begins, what the first found is gathered.
  await until(() => read.mock.calls.length > reads + 1);
  expect(stream.invocations).toEqual([]);
  stream.aheadMilliseconds = 60_000;
  await until(() => stream.invocations.length > 0);
  expect(stream.invocations).toEqual([['1', '2', '3']]);
});

test('a full batch does not wait for the window, and a flush ends it', async () => {
  const stream = await MappedStream.open();
  await stream.start({ windowSeconds: 300, batchSize: 2 });
  await stream.put('1', '2', '3');
  await until(() => stream.invocations.length > 0);
  await stream.mappings.flush();
  expect(stream.invocations).toEqual([['1', '2'], ['3']]);
});

describe('a function that fails', () => {
  test('for a while gets the same batch again, then everything in order; nothing is read ahead', async () => {
    const stream = await MappedStream.open();
    const read = vi.spyOn(stream.kinesis.service.actions.GetRecords ?? expect.unreachable(), 'run');
    let isDown = true;
    stream.handler = () => {
      if (isDown) throw new Error('the store is down');
    };
    await stream.put(...numbers(0, 30));
    await stream.start({ batchSize: 10 });
    await until(() => stream.invocations.length >= 3);
    expect(stream.result).toBe('PROBLEM: Function call failed: the store is down');
    expect(read).toHaveBeenCalledTimes(1);
    isDown = false;
    await until(() => stream.result === 'OK');
    await stream.mappings.flush();
    const firstOther = stream.invocations.findIndex(([text]) => text !== '0');
    expect(stream.invocations.slice(0, firstOther)).toEqual(Array.from({ length: firstOther }, () => numbers(0, 10)));
    expect(stream.invocations.slice(firstOther).flat()).toEqual(numbers(10, 30));
    expect(await stream.failures()).toEqual([]);
  });

  test('for one record has it isolated by bisecting and stored, while its neighbours are processed', async () => {
    const stream = await MappedStream.open();
    const done: string[] = [];
    stream.handler = (texts, event, call) => {
      failOn('5')(texts);
      done.push(...texts);
      return { event, call };
    };
    await stream.put(...numbers(0, 9));
    await stream.start({ bisects: true, retries: 2 });
    await until(() => done.length === 8);
    expect(done).toEqual(['0', '1', '2', '3', '4', '6', '7', '8']);
    // Splitting does not count: one attempt of its own, and two more.
    expect(stream.invocations.filter((texts) => texts.join() === '5')).toHaveLength(3);
    const [failure, ...others] = await stream.failures();
    expect(others).toEqual([]);
    expect(failure?.key).toMatch(
      /^aws\/lambda\/00000000-0000-4000-a000-000000000001\/shardId-000000000000\/\d{4}\/\d\d\/\d\d\/\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\d-[0-9a-f-]{36}$/,
    );
    expect(failure?.texts).toEqual(['5']);
    const sequenceNumber = stream.events[0]?.Records[5]?.kinesis.sequenceNumber;
    expect(failure?.record).toEqual({
      requestContext: {
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:load',
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 3,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: expect.stringMatching(/Z$/),
      KinesisBatchInfo: {
        shardId: 'shardId-000000000000',
        startSequenceNumber: sequenceNumber,
        endSequenceNumber: sequenceNumber,
        approximateArrivalOfFirstRecord: expect.stringMatching(/Z$/),
        approximateArrivalOfLastRecord: expect.stringMatching(/Z$/),
        batchSize: 1,
        streamArn,
      },
      payload: expect.any(String),
    });
  });

  test('without bisecting loses the whole batch to the destination', async () => {
    const stream = await MappedStream.open();
    stream.handler = failOn('1');
    await stream.put(...numbers(0, 6));
    await stream.start({ batchSize: 3, retries: 0 });
    await until(() => stream.invocations.length === 2);
    await stream.mappings.flush();
    expect(stream.invocations).toEqual([numbers(0, 3), numbers(3, 6)]);
    expect((await stream.failures()).map(({ texts }) => texts)).toEqual([numbers(0, 3)]);
  });

  test('that is throttled is called again without counting', async () => {
    const stream = await MappedStream.open();
    stream.handler = (_, __, call) => {
      if (call < 5) throw new ServiceError('TooManyRequestsException', 'Rate Exceeded.', 429);
    };
    await stream.put('1');
    await stream.start({ retries: 0 });
    await until(() => stream.invocations.length === 5);
    await stream.mappings.flush();
    expect(await stream.failures()).toEqual([]);
  });

  test('until records are too old gives up those, and goes on with the others', async () => {
    const stream = await MappedStream.open();
    stream.handler = () => {
      throw new Error('the store is down');
    };
    await stream.put('1', '2');
    await stream.start({ maxRecordAgeSeconds: 60 });
    await until(() => stream.invocations.length >= 2);
    stream.aheadMilliseconds = 61_000;
    await until(() => stream.lines.some((line) => line.includes('given up')));
    stream.handler = () => null;
    await stream.put('3');
    await until(() => stream.invocations.at(-1)?.join() === '3');
    const [failure] = await stream.failures();
    expect(failure?.texts).toEqual(['1', '2']);
    expect(failure?.record.requestContext.condition).toBe('RecordAgeExceeded');
  });

  test('holds a flush up with its reason', async () => {
    const stream = await MappedStream.open();
    stream.handler = () => {
      throw new Error('the store is down');
    };
    await stream.put('1');
    await stream.start();
    await expect(stream.mappings.flush()).rejects.toThrow('the store is down');
  });

  test('that waits and complains says so in the status, and holds a flush up for half a minute only', async () => {
    const stream = await MappedStream.open();
    let end = () => {};
    stream.handler = () => new Promise<null>((resolve) => (end = () => resolve(null)));
    await stream.put('1');
    await stream.start();
    await until(() => stream.invocations.length === 1);
    stream.mappings.complain('another', 'nothing of ours');
    expect(stream.mappings.status().eventSourceMappings).not.toMatchObject([{ complaint: expect.anything() }]);
    stream.mappings.complain('load', 'wrong password');
    const flushed = stream.mappings.flush();
    stream.aheadMilliseconds += 29_000;
    stream.mappings.complain('load', 'wrong password');
    stream.aheadMilliseconds += 2000;
    stream.mappings.complain('load', 'wrong password');
    await expect(flushed).rejects.toThrow('does not get on: wrong password');
    expect(stream.mappings.status().eventSourceMappings).toMatchObject([{ complaint: 'wrong password' }]);
    end();
    await until(() => stream.result === 'OK');
    expect(stream.mappings.status().eventSourceMappings).not.toMatchObject([{ complaint: expect.anything() }]);
    stream.mappings.complain('load', 'a line that comes late');
    expect(stream.mappings.status().eventSourceMappings).not.toMatchObject([{ complaint: expect.anything() }]);
  });

  test('that complained when somebody else called it says so until such a call ends without', async () => {
    const stream = await MappedStream.open();
    await stream.start();
    const [first, second, third] = [Symbol(), Symbol(), Symbol()];
    stream.mappings.complain('load', 'wrong password', first);
    stream.mappings.ended('load', first);
    expect(stream.mappings.status().eventSourceMappings).toMatchObject([{ complaint: 'wrong password' }]);
    await stream.put('1');
    await stream.mappings.flush();
    expect(stream.mappings.status().eventSourceMappings).toMatchObject([
      { complaint: 'wrong password', lastProcessingResult: 'OK' },
    ]);
    stream.mappings.ended('another', second);
    expect(stream.mappings.status().eventSourceMappings).toMatchObject([{ complaint: 'wrong password' }]);
    stream.mappings.ended('load', second);
    expect(stream.mappings.status().eventSourceMappings).not.toMatchObject([{ complaint: expect.anything() }]);
    stream.mappings.ended('load', third);
    stream.mappings.complain('load', 'a line that comes late', third);
    expect(stream.mappings.status().eventSourceMappings).toMatchObject([{ complaint: 'a line that comes late' }]);
  });
});

describe('a partial batch response', () => {
  const named = (stream: MappedStream, ...texts: string[]) => ({
    batchItemFailures: texts.map((text) => {
      const at = stream.invocations.at(-1)?.indexOf(text) ?? -1;
      return { itemIdentifier: stream.events.at(-1)?.Records[at]?.kinesis.sequenceNumber };
    }),
  });

  test('is done with what stands before its lowest record', async () => {
    const stream = await MappedStream.open();
    stream.handler = (_, __, call) => (call === 1 ? named(stream, '7', '3') : null);
    await stream.put(...numbers(0, 9));
    await stream.start({ reportsItemFailures: true });
    await stream.mappings.flush().catch(() => stream.mappings.flush());
    expect(stream.invocations).toEqual([numbers(0, 9), numbers(3, 9)]);
  });

  test('isolates the record that it names each time', async () => {
    const stream = await MappedStream.open();
    stream.handler = (texts) => (texts.includes('4') ? named(stream, '4') : null);
    await stream.put(...numbers(0, 8));
    await stream.start({ reportsItemFailures: true, bisects: true, retries: 1 });
    await until(() => stream.invocations.at(-1)?.includes('7') && !stream.invocations.at(-1)?.includes('4'));
    const [failure, ...others] = await stream.failures();
    expect([failure?.texts, others]).toEqual([['4'], []]);
    // The function did not fail, it named the record.
    expect(failure?.record.responseContext).toEqual({ statusCode: 200, executedVersion: '$LATEST' });
    expect(failure?.record.requestContext.approximateInvokeCount).toBe(2);
  });

  test.each([
    ['nothing', null, 1],
    ['an empty answer', {}, 1],
    ['no list', { batchItemFailures: null }, 1],
    ['an empty list', { batchItemFailures: [] }, 1],
    ['an empty identifier', { batchItemFailures: [{ itemIdentifier: '' }] }, 2],
    ['no identifier', { batchItemFailures: [{ itemIdentifier: null }] }, 2],
    ['a key of another name', { batchItemFailures: [{ sequenceNumber: '1' }] }, 2],
    ['a record of another batch', { batchItemFailures: [{ itemIdentifier: '4959' }] }, 2],
    ['something else than a list', { batchItemFailures: 'all' }, 2],
  ])('with %s', async (_, answer, invocations) => {
    const stream = await MappedStream.open();
    stream.handler = (_, __, call) => (call === 1 ? answer : null);
    await stream.put('1', '2');
    await stream.start({ reportsItemFailures: true });
    await stream.mappings.flush().catch(() => stream.mappings.flush());
    expect(stream.invocations).toEqual(Array.from({ length: invocations }, () => ['1', '2']));
  });
});

describe('shards', () => {
  test.each([
    ['waits and complains', (stream: MappedStream) => stream.mappings.complain('load', 'wrong password'), false],
    ['fails', () => {}, true],
  ])('that get on do not hide one whose function %s', async (_, whileItWaits, fails) => {
    const stream = await MappedStream.open(2);
    let end = () => {};
    stream.handler = ([text], _, call) => {
      if (text !== 'a') return null;
      if (fails && call === 1) throw new Error('a is poison');
      return new Promise<null>((resolve) => (end = () => resolve(null)));
    };
    await stream.put('a');
    await stream.start();
    const before = fails ? 2 : 1;
    await until(() => stream.invocations.length === before);
    whileItWaits(stream);
    const told = fails
      ? { lastProcessingResult: 'PROBLEM: Function call failed: a is poison' }
      : { complaint: 'wrong password' };
    expect(stream.mappings.status().eventSourceMappings).toMatchObject([told]);
    // The second batch of the other shard begins when the first is through.
    for (const batch of [1, 2]) {
      await stream.put(...numbers(0, 20));
      await until(() => stream.invocations.length === before + batch);
    }
    expect(stream.mappings.status().eventSourceMappings).toMatchObject([told]);
    end();
    await stream.mappings.flush();
    expect(stream.mappings.status().eventSourceMappings).toEqual([
      expect.objectContaining({ lastProcessingResult: 'OK' }),
    ]);
    expect(stream.mappings.status().eventSourceMappings).not.toMatchObject([{ complaint: expect.anything() }]);
  });

  test('are processed at the same time, each in order; with a factor each partition key is', async () => {
    const stream = await MappedStream.open(2);
    const texts = numbers(0, 400).map((n) => `${Number(n) % 10}.${n}`);
    let most = 0;
    let now = 0;
    stream.handler = async () => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setTimeout(resolve, 2));
      now -= 1;
    };
    await stream.put(...texts);
    await stream.start({ parallelization: 3, batchSize: 10 });
    await stream.mappings.flush();
    for (const key of numbers(0, 10)) {
      const ofKey = (text: string) => text.startsWith(`${key}.`);
      expect(stream.invocations.flat().filter(ofKey)).toEqual(texts.filter(ofKey));
    }
    expect(most).toBeGreaterThan(2);
  });

  test('that resharding makes follow their parents, also after a restart', async () => {
    const stream = await MappedStream.open(1);
    await stream.put(...numbers(0, 20).map((n) => `a.${n}`));
    const resized = { StreamName: 'events', TargetShardCount: 2, ScalingType: 'UNIFORM_SCALING' };
    await stream.call('kinesis', 'UpdateShardCount', resized);
    await stream.put(...numbers(20, 40).map((n) => `a.${n}`));
    await stream.start({ batchSize: 7 });
    await stream.mappings.flush();
    expect(stream.invocations.flat()).toEqual(numbers(0, 40).map((n) => `a.${n}`));
    await stream.stop();
    await stream.put('a.40');
    await stream.start();
    await stream.mappings.flush();
    expect(stream.invocations.flat()).toEqual(numbers(0, 41).map((n) => `a.${n}`));
  });
});

describe('the role needs', () => {
  test.each([
    'kinesis:DescribeStream',
    'kinesis:ListShards',
    'kinesis:GetShardIterator',
    'kinesis:GetRecords',
    's3:PutObject',
    's3:ListBucket',
  ])('%s, and its lack is the mapping’s state', async (action) => {
    const stream = await MappedStream.open();
    stream.denied.add(action);
    await stream.put('1');
    await stream.start();
    await until(() => stream.result.startsWith(`PROBLEM: ${role} is not authorized to perform: ${action} on`));
    expect(stream.invocations).toEqual([]);
    stream.denied.clear();
    await until(() => stream.result === 'OK');
    expect(stream.invocations).toEqual([['1']]);
  });

  test('the destination when a batch is given up: until then the shard stays', async () => {
    const stream = await MappedStream.open();
    stream.handler = (texts) => {
      stream.denied.add('s3:PutObject');
      failOn('1')(texts);
    };
    await stream.put('1');
    await stream.start({ retries: 0 });
    await until(() => stream.result.includes('s3:PutObject'));
    await stream.stop();
    stream.denied.clear();
    stream.handler = failOn('1');
    await stream.start({ retries: 0 });
    await until(() => stream.invocations.length === 2);
    await stream.mappings.flush().catch(() => stream.mappings.flush());
    expect((await stream.failures()).map(({ texts }) => texts)).toEqual([['1']]);
  });
});

test('is described as the API does', async () => {
  const stream = await MappedStream.open();
  await stream.start({ windowSeconds: 1, bisects: true, retries: 3, reportsItemFailures: true });
  const { ListEventSourceMappings, GetEventSourceMapping } = stream.mappings.actions;
  const listed = await ListEventSourceMappings?.run({ FunctionName: 'load' }, { arn: role });
  const [mapping] = (listed as { EventSourceMappings: { UUID: string }[] }).EventSourceMappings;
  expect(mapping).toMatchObject({
    EventSourceArn: streamArn,
    BatchSize: 100,
    MaximumBatchingWindowInSeconds: 1,
    MaximumRetryAttempts: 3,
    MaximumRecordAgeInSeconds: -1,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    DestinationConfig: { OnFailure: { Destination: 'arn:aws:s3:::lake' } },
    State: 'Enabled',
    LastProcessingResult: 'No records processed',
  });
  expect(await GetEventSourceMapping?.run({ UUID: mapping?.UUID }, { arn: role })).toEqual(mapping);
  const others = await ListEventSourceMappings?.run({ FunctionName: 'other' }, { arn: role });
  expect(others).toEqual({ EventSourceMappings: [] });
});
