import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Dependencies } from '../../../../functions/platform/compact-events/dependencies.ts';
import { handle } from '../../../../functions/platform/compact-events/handle.ts';
import { hourAt } from '../../../../functions/platform/compact-events/hours.ts';
import { type CompactionLake, compactionLake, database, memoryTable } from './compaction-lake.ts';

let tested: CompactionLake;
let log: string[];
beforeEach(async () => {
  tested = await compactionLake();
  log = [];
  const hour = hourAt(tested.lake.now);
  await tested.deliver({ date: hour.slice(0, 10), hour, events: [{ id: 'a' }, { id: 'a' }, { id: 'b' }] });
});
afterEach(() => tested.close());

function run(
  event: unknown,
  { holder = 'request-1', dependencies = {} }: { holder?: string; dependencies?: Partial<Dependencies> } = {},
) {
  return handle(event, {
    leaseStore: tested.leaseStore,
    lease: { holder, now: () => tested.lake.now, every: () => () => {} },
    functionName: 'compact',
    dependencies: tested.dependencies(dependencies),
    log: (line) => log.push(line),
  });
}

describe('an invocation', () => {
  it('answers what was done, tells it as metrics, and gives the lease back', async () => {
    const result = await run({ all: true });
    expect(result).toMatchObject({ partitions: 1, rows: 2, duplicates: 1, finished: true });
    expect(log.map((line) => JSON.parse(line))).toMatchObject([
      { Function: 'compact', CompactedRows: 2, Duplicates: 1 },
      { ApplicationId: 'app', Duplicates: 1 },
    ]);
    expect(await run({}, { holder: 'request-2' })).toMatchObject({ partitions: 0 });
  });

  it('answers who is at it when another one has the lease', async () => {
    const until = tested.lake.now + 20_000;
    await tested.leaseStore.take({ holder: 'other', since: 5, until }, tested.lake.now);
    expect(await run({ all: true })).toEqual({ busy: true, holder: 'other', since: 5, until });
    expect(await tested.compacted()).toEqual([]);
  });

  it('fails with the reason in its log, and gives the lease back', async () => {
    const queries = { run: () => Promise.reject(new Error('Athena is out of order')) };
    await expect(run({ all: true }, { dependencies: { queries } })).rejects.toThrow('Athena is out of order');
    expect(JSON.parse(log.join())).toMatchObject({ level: 'error', reason: 'Athena is out of order' });
    expect(await run({ all: true }, { holder: 'request-2' })).toMatchObject({ partitions: 1 });
  });

  it('refuses what it does not understand', async () => {
    await expect(run({ all: 'yes' })).rejects.toThrow('"all" must be true or false, not "yes"');
  });
});

it('the handler finds everything by its environment', async () => {
  const { endpoint, credentials } = tested.settings;
  const environment = {
    ...{ AWS_ENDPOINT_URL: endpoint, AWS_REGION: 'us-east-1' },
    ...{ AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey },
    ...{ BUCKET: 'lake', EVENTS_DATABASE: database, COMPACTION_TABLE: memoryTable, WORKGROUP: 'compaction' },
    ...{ COMPACTED_EVENTS_TABLE: 'compacted', UNCOMPACTED_EVENTS_TABLE: 'uncompacted' },
    ...{ DELIVERED_PREFIX: 'events/accepted/', COMPACTED_PREFIX: 'compacted/' },
    ...{ MAX_EVENT_AGE_DAYS: '30', RAW_RETENTION_DAYS: '30' },
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  vi.spyOn(console, 'log').mockImplementation((line: string) => log.push(line));
  try {
    const { handler } = await import('../../../../functions/platform/compact-events/handler.ts');
    const context = {
      ...{ functionName: 'compact', awsRequestId: '4f7c2b1e-0000-4000-8000-000000000000' },
      getRemainingTimeInMillis: () => 900_000,
    } as unknown as Context;
    expect(await handler({ all: true }, context)).toMatchObject({ partitions: 1, rows: 2, duplicates: 1 });
    // Lambda may deliver an invocation of a schedule twice, under one request id.
    const twice = await Promise.all([handler({}, context), handler({}, context)]);
    expect(twice.filter((answer) => 'busy' in answer)).toHaveLength(1);
    expect((await tested.keys('compacted/'))[0]).toMatch(/^compacted\/\d{14}_4f7c2b1e\/0\/application_id=app\//);
  } finally {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  }
});
