import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { dynamodbMemory } from '../../../../functions/platform/compact-events/dynamodb-memory.ts';
import { Lease, type LeaseStore, leaseMilliseconds } from '../../../../functions/platform/compact-events/lease.ts';
import { startDynamoDb } from '../../support/dynamodb.ts';
import { createMemoryTable } from './memory-table.ts';

let store: LeaseStore;
let client: DynamoDBClient;
let close: () => Promise<void>;
let time: number;
let renew: (() => void) | undefined;

beforeEach(async () => {
  const started = await startDynamoDb();
  ({ client, close } = started);
  await createMemoryTable(client, 'memory');
  const documents = DynamoDBDocumentClient.from(client);
  time = 1_000_000;
  store = dynamodbMemory(documents, { table: 'memory', subject: 'a table', rawRetentionDays: 30, now: () => time });
});
afterEach(() => close());

async function take(holder: string): Promise<Lease> {
  const lease = await tryToTake(holder);
  if (lease instanceof Lease) return lease;
  throw new Error(`${lease.holder} has it`);
}

function tryToTake(holder: string) {
  const every = (_: number, work: () => void) => {
    renew = work;
    return () => {
      renew = undefined;
    };
  };
  return Lease.take(store, { holder, now: () => time, every });
}

it('excludes others, telling them who has it, until it is given back', async () => {
  const lease = await take('first');
  lease.check();
  expect(await tryToTake('second')).toEqual({
    holder: 'first',
    since: 1_000_000,
    until: 1_000_000 + leaseMilliseconds,
  });
  await lease.release();
  expect(renew).toBeUndefined();
  await take('second');
});

it('is for one of many that want it at the same time', async () => {
  const wanted = ['a', 'b', 'c', 'd', 'e'].map((holder) => tryToTake(holder));
  const taken = (await Promise.all(wanted)).filter((one) => one instanceof Lease);
  expect(taken).toHaveLength(1);
});

it('ends when its holder dies', async () => {
  await take('dead');
  time += leaseMilliseconds;
  expect(await tryToTake('next')).toMatchObject({ holder: 'dead' });
  time += 1;
  await take('next');
});

it('lasts as long as it is renewed', async () => {
  const lease = await take('long');
  const renewals: Promise<unknown>[] = [];
  const storeOnce = store.take;
  store.take = (...input) => {
    const taken = storeOnce(...input);
    renewals.push(taken);
    return taken;
  };
  for (let renewal = 0; renewal < 5; renewal++) {
    time += 15_000;
    renew?.();
    await Promise.all(renewals);
    await Promise.resolve();
    lease.check();
  }
  expect(await tryToTake('other')).toMatchObject({ holder: 'long', since: 1_000_000 });
});

it('is not trusted any more when a change could outlast it', async () => {
  const lease = await take('slow');
  time += leaseMilliseconds - 10_001;
  lease.check();
  time += 1;
  expect(() => lease.check()).toThrow('The lease was lost');
});

it('that another one took is lost, and is not given back for him', async () => {
  const lost = await take('slow');
  const renewLost = renew;
  time += leaseMilliseconds + 1;
  await take('fast');
  renewLost?.();
  await expect.poll(() => reasonOf(() => lost.check())).toContain('The lease was lost to fast');
  await lost.release();
  expect(await tryToTake('third')).toMatchObject({ holder: 'fast' });
});

it('is not taken again by a renewal that was under way when it was given back', async () => {
  const lease = await take('first');
  const takeFromStore = store.take;
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  store.take = async (...input) => {
    await arrived;
    return takeFromStore(...input);
  };
  renew?.();
  const released = lease.release();
  arrive();
  await released;
  store.take = takeFromStore;
  await take('second');
});

it('is one for all tables, whereas each has its own memory of what is in it', async () => {
  const memoryOf = (subject: string) =>
    dynamodbMemory(DynamoDBDocumentClient.from(client), {
      ...{ table: 'memory', subject, rawRetentionDays: 30, now: () => time },
    });
  const group = { eventDate: '2026-11-20', deliveredHour: '2026-11-20-10', files: 1, bytes: 1, newestAt: 1 };
  await memoryOf('events').rememberGroups([group], new Map());
  expect([...(await memoryOf('events').groups()).values()]).toEqual([group]);
  expect(await memoryOf('renamed').groups()).toEqual(new Map());
  const first = { holder: 'first', since: 1, until: time + 1 };
  expect(await memoryOf('events').take(first, time)).toBeUndefined();
  expect(await memoryOf('renamed').take({ ...first, holder: 'second' }, time)).toEqual(first);
});

function reasonOf(check: () => void): string {
  try {
    check();
    return '';
  } catch (error) {
    return String(error);
  }
}
