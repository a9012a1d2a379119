import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { FirehoseTransformationEventRecord } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Applications, applicationCache } from '../../../functions/event/applications.ts';
import { registeredNames } from '../../../functions/event/registered-names.ts';
import { readEnvironment } from '../../../functions/stream/transform-events/environment.ts';
import { handle } from '../../../functions/stream/transform-events/handle.ts';
import { anEvent, apiRecord, firehoseRecord } from '../stream/transform-events/records.ts';
import {
  applicationsTable,
  startDynamoDb,
  startFailingDynamoDb,
  type TestDynamoDb,
  unreachableDynamoDb,
} from '../support/dynamodb.ts';

const idOf = (number: number) => `11111111-2222-4333-8444-${String(number).padStart(12, '0')}`;

/** A clock that only sleeping moves. */
function testTime() {
  let at = Date.UTC(2026, 0, 26);
  return {
    now: () => at,
    random: () => 0.5,
    sleep: async (milliseconds: number) => {
      at += milliseconds;
    },
  };
}

let dynamodb: TestDynamoDb;
beforeAll(async () => {
  dynamodb = await startDynamoDb();
});
afterAll(() => dynamodb.close());

async function register(id: string, name: string) {
  const Item = { ApplicationId: { S: id }, ApplicationName: { S: name } };
  await dynamodb.client.send(new PutItemCommand({ TableName: applicationsTable, Item }));
}

describe('the look-up', () => {
  it('finds those that exist among hundreds that do not', async () => {
    await register(idOf(7), 'Seven');
    await register(idOf(433), 'Four hundred');
    const time = testTime();
    const ids = Array.from({ length: 450 }, (_, number) => idOf(number));
    const names = await registeredNames(dynamodb.client, applicationsTable, time)(ids, time.now() + 1000);
    expect([...names].sort()).toEqual([
      [idOf(7), 'Seven'],
      [idOf(433), 'Four hundred'],
    ]);
  });

  it.each([
    [400, 'ProvisionedThroughputExceededException'],
    [400, 'ThrottlingException'],
    [500, 'InternalServerError'],
    [503, 'ServiceUnavailable'],
  ])('is tried again until the deadline after %i %s, then throws it', async (status, error) => {
    const failing = await startFailingDynamoDb(status, error);
    const time = testTime();
    const read = registeredNames(failing.client, applicationsTable, time);
    const deadline = time.now() + 10_000;
    await expect(read([idOf(1)], deadline)).rejects.toMatchObject({ name: error });
    expect(failing.calls()).toBeGreaterThan(5);
    expect(failing.calls()).toBeLessThan(20);
    expect(time.now()).toBeLessThan(deadline);
    expect(time.now()).toBeGreaterThan(deadline - 2000);
    await failing.close();
  });

  it('is tried again when nobody listens', async () => {
    const time = testTime();
    const start = time.now();
    const read = registeredNames(await unreachableDynamoDb(), applicationsTable, time);
    await expect(read([idOf(1)], start + 1000)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(time.now()).toBeGreaterThan(start);
  });

  it.each([
    ['AccessDeniedException', 400],
    ['ValidationException', 400],
  ])('is not tried again after %s', async (error, status) => {
    const failing = await startFailingDynamoDb(status, error);
    const time = testTime();
    const read = registeredNames(failing.client, applicationsTable, time);
    await expect(read([idOf(1)], time.now() + 10_000)).rejects.toMatchObject({ name: error });
    expect(failing.calls()).toBe(1);
    await failing.close();
  });

  it('asks again for what was left unprocessed, and only that', async () => {
    const asked: number[] = [];
    const time = testTime();
    const half = {
      async send({ input }: { input: { RequestItems: Record<string, { Keys: { ApplicationId: { S: string } }[] }> } }) {
        const keys = input.RequestItems[applicationsTable]?.Keys ?? [];
        asked.push(keys.length);
        const done = keys.slice(0, Math.ceil(keys.length / 2));
        const items = done.map(({ ApplicationId }) => ({ ApplicationId, ApplicationName: { S: 'x' } }));
        const left = keys.slice(done.length);
        return {
          Responses: { [applicationsTable]: items },
          UnprocessedKeys: left.length > 0 ? { [applicationsTable]: { Keys: left } } : {},
        };
      },
    };
    // biome-ignore lint/suspicious/noExplicitAny: DynamoDB leaves keys unprocessed only under load
    const read = registeredNames(half as any, applicationsTable, time);
    expect((await read([1, 2, 3, 4, 5, 6, 7].map(idOf), time.now() + 10_000)).size).toBe(7);
    expect(asked).toEqual([7, 3, 1]);
  });
});

describe('the cache', () => {
  function counted(names: Map<string, string>, options: { cacheSize?: number } = {}) {
    const time = testTime();
    const reads: string[][] = [];
    const readNames = async (ids: readonly string[]) => {
      reads.push([...ids]);
      return new Map([...names].filter(([id]) => ids.includes(id)));
    };
    return { time, reads, cache: applicationCache({ readNames, now: time.now, ...options }) };
  }
  const find = async (cache: Applications, ...ids: string[]) => [...(await cache.find(new Set(ids), 0)).keys()];

  it('reads an application once in 60 seconds', async () => {
    const { cache, reads, time } = counted(new Map([[idOf(1), 'One']]));
    expect(cache.known(idOf(1))).toBeUndefined();
    expect(await find(cache, idOf(1))).toEqual([idOf(1)]);
    await time.sleep(59_999);
    expect(cache.known(idOf(1))).toEqual({ quotedName: '"One"' });
    expect(await find(cache, idOf(1))).toEqual([idOf(1)]);
    expect(reads).toHaveLength(1);
    await time.sleep(1);
    expect(cache.known(idOf(1))).toBeUndefined();
    await find(cache, idOf(1));
    expect(reads).toHaveLength(2);
  });

  it('reads one that is not there again every time', async () => {
    const names = new Map<string, string>();
    const { cache } = counted(names);
    expect(await find(cache, idOf(1))).toEqual([]);
    names.set(idOf(1), 'One');
    expect(await find(cache, idOf(1))).toEqual([idOf(1)]);
  });

  it('never reads what is no UUID', async () => {
    const { cache, reads } = counted(new Map());
    expect(await find(cache, '', 'x', '__proto__', idOf(1).toUpperCase().replace('1', 'A'))).toEqual([]);
    expect(reads).toEqual([]);
  });

  it('is bounded', async () => {
    const ids = [1, 2, 3].map(idOf);
    const { cache } = counted(new Map(ids.map((id) => [id, id])), { cacheSize: 2 });
    expect(await find(cache, ...ids)).toEqual(ids);
    expect(ids.map((id) => cache.known(id) !== undefined)).toEqual([false, true, true]);
  });
});

describe('the function', () => {
  const context = { functionName: 'transform', getRemainingTimeInMillis: () => 20_000 };
  const record = (id: string, number: number): FirehoseTransformationEventRecord =>
    firehoseRecord(apiRecord(JSON.stringify(anEvent()), id), String(number));

  function functionOn({ client }: Pick<TestDynamoDb, 'client'>) {
    const time = testTime();
    const lines: string[] = [];
    const applications = applicationCache({
      readNames: registeredNames(client, applicationsTable, time),
      now: time.now,
    });
    const judging = { maxEventAgeDays: 30, unknownEventTypes: 'ACCEPT' } as const;
    const options = { applications, judging, now: time.now, log: (line: string) => lines.push(line) };
    return {
      lines,
      time,
      run: (records: FirehoseTransformationEventRecord[]) => handle({ records }, context, options),
    };
  }

  it('logs what became of the batch, with nothing of an event in it', async () => {
    await register(idOf(500), 'Five hundred');
    const { run, lines, time } = functionOn(dynamodb);
    const ids = [idOf(500), idOf(501), 'no-uuid'];
    const { records } = await run([...ids.map(record), firehoseRecord('x', '3')]);
    expect(records.map(({ result }) => result)).toEqual(['Ok', 'Ok', 'Ok', 'ProcessingFailed']);
    expect(lines.map((line) => JSON.parse(line)).map(({ _aws, Function: _, ...count }) => count)).toEqual([
      {
        ApplicationId: 'unregistered',
        EventType: 'login',
        Outcome: 'quarantined',
        Reason: 'unregistered_application',
        Events: 2,
      },
      { Outcome: 'failed', Reason: 'not_json', Events: 1 },
      { ApplicationId: idOf(500), EventType: 'login', Outcome: 'accepted', Reason: 'ok', Events: 1 },
    ]);
    for (const line of lines) expect(JSON.parse(line)._aws.Timestamp).toBe(time.now());
  });

  it('fails the batch after 10 seconds, which Firehose tries again, and calls nobody unregistered, when the look-up fails', async () => {
    const failing = await startFailingDynamoDb(400, 'ThrottlingException');
    const { run, lines, time } = functionOn(failing);
    const start = time.now();
    await expect(run([record(idOf(1), 1)])).rejects.toMatchObject({ name: 'ThrottlingException' });
    expect(time.now() - start).toBeGreaterThan(8_000);
    expect(time.now() - start).toBeLessThanOrEqual(10_000);
    expect(lines).toEqual([
      JSON.stringify({ level: 'error', message: 'The batch failed', error: 'ThrottlingException' }),
    ]);
    await failing.close();
  });
});

describe('the environment', () => {
  it('is read', () => {
    const variables = { APPLICATIONS_TABLE: 'A', MAX_EVENT_AGE_DAYS: '30', UNKNOWN_EVENT_TYPES: 'QUARANTINE' };
    expect(readEnvironment(variables)).toEqual({
      applicationsTable: 'A',
      judging: { maxEventAgeDays: 30, unknownEventTypes: 'QUARANTINE' },
    });
  });
  it.each([
    [{ APPLICATIONS_TABLE: 'A' }, 'MAX_EVENT_AGE_DAYS is missing'],
    [{ MAX_EVENT_AGE_DAYS: '30' }, 'APPLICATIONS_TABLE is missing'],
    [{ APPLICATIONS_TABLE: 'A', MAX_EVENT_AGE_DAYS: 'x' }, 'whole number of days, not x'],
    [{ APPLICATIONS_TABLE: 'A', MAX_EVENT_AGE_DAYS: '0' }, 'whole number of days, not 0'],
    [{ APPLICATIONS_TABLE: 'A', MAX_EVENT_AGE_DAYS: '30' }, 'UNKNOWN_EVENT_TYPES is missing'],
    [
      { APPLICATIONS_TABLE: 'A', MAX_EVENT_AGE_DAYS: '30', UNKNOWN_EVENT_TYPES: 'accept' },
      'UNKNOWN_EVENT_TYPES must be ACCEPT or QUARANTINE, not accept',
    ],
  ])('%j is refused: %s', (environment, message) => {
    expect(() => readEnvironment(environment)).toThrow(message);
  });
});
