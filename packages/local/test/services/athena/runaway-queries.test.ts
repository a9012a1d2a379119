import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AthenaLake, athenaLake } from '../../../testing/athena-lake.ts';

let lake: AthenaLake;

beforeAll(async () => {
  lake = await athenaLake();
});

afterAll(() => lake.close());

const start = async (QueryString: string) => {
  const input = { QueryString, WorkGroup: 'analysts', QueryExecutionContext: { Database: 'games' } };
  const { QueryExecutionId }: { QueryExecutionId: string } = await lake.call('athena', 'StartQueryExecution', input);
  return QueryExecutionId;
};

const statusOf = async (QueryExecutionId: string) => {
  const { QueryExecution }: { QueryExecution: { Status: { State: string; StateChangeReason?: string } } } =
    await lake.call('athena', 'GetQueryExecution', { QueryExecutionId });
  return QueryExecution.Status;
};

const until = (id: string, state: string) =>
  vi.waitFor(async () => expect((await statusOf(id)).State).toBe(state), { timeout: 60_000, interval: 20 });

/** Takes 1.5 GB in one step, which DuckDB neither counts nor lets be interrupted. */
const longStep = "SELECT length(lpad('x', 1500000000, 'y'))";
/** A text of 3.6 GB. */
const large = "replace(lpad('x', 60000, 'y'), 'y', lpad('z', 60000, 'z'))";
/** Goes on for hours, in small steps. */
const manySteps = `SELECT count(*) FROM ${['a', 'b', 'c', 'd'].map((name) => `UNNEST(sequence(1, 9000)) AS ${name} (${name})`).join(', ')} WHERE a.a + b.b + c.c + d.d = 1`;

describe('what Trino limits is limited here, before anything is computed', () => {
  it.each([
    ['sequence(1, 200000000)', 'result of sequence function must not have more than 10000 entries'],
    ['sequence(1, 10001)', 'result of sequence function must not have more than 10000 entries'],
    [
      "sequence(date '1900-01-01', date '2026-01-01')",
      'result of sequence function must not have more than 10000 entries',
    ],
    ["repeat('x', 2000000000)", 'count argument of repeat function must be less than or equal to 10000'],
    ["format('%2000000000d', 1)", 'a width of format must not be above 10000'],
  ])('%s', async (expression, reason) => {
    const answer = await lake.query(`SELECT ${expression}`);
    expect(answer).toMatchObject({
      state: 'FAILED',
      reason: `INVALID_FUNCTION_ARGUMENT: ${reason}${reason.startsWith('a width') ? ' in the local Athena' : ''}`,
    });
  });

  it.each([
    ['cardinality(sequence(1, 10000))', '10000'],
    ['cardinality(sequence(10000, 1))', '10000'],
    ['cardinality(sequence(1, 100000, 10))', '10000'],
    ["cardinality(sequence(date '2026-01-01', date '2026-12-31', interval '1' month))", '12'],
    ["cardinality(repeat('x', 10000))", '10000'],
    ['try(sequence(1, 10001)) IS NULL', 'true'],
  ])('%s is %s', async (expression, value) => {
    expect((await lake.query(`SELECT ${expression}`)).rows).toEqual([[value]]);
  });
});

it('a query that takes too much memory fails, the next one runs, and the runtime itself takes none', async () => {
  let peak = 0;
  const before = process.memoryUsage.rss();
  const watching = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  const { state, reason } = await lake.query(`SELECT length(${large})`);
  clearInterval(watching);
  expect(state).toBe('FAILED');
  expect(reason).toMatch(/^EXCEEDED_LOCAL_MEMORY_LIMIT: the query took \d+ MB of memory and was stopped$/);
  expect(peak - before).toBeLessThan(300_000_000);
  expect((await lake.query('SELECT 1')).rows).toEqual([['1']]);
});

describe('StopQueryExecution stops', () => {
  it.each([
    ['a query of many steps', manySteps],
    ['a query in one long step', longStep],
  ])('%s within seconds, and no other query', async (_, sql) => {
    const [stopped, other] = [await start(sql), await start(manySteps)];
    await Promise.all([until(stopped, 'RUNNING'), until(other, 'RUNNING')]);
    const began = performance.now();
    await lake.call('athena', 'StopQueryExecution', { QueryExecutionId: stopped });
    await until(stopped, 'CANCELLED');
    expect(performance.now() - began).toBeLessThan(15_000);
    expect((await statusOf(other)).State).toBe('RUNNING');
    expect((await lake.query('SELECT 1')).rows).toEqual([['1']]);
    await lake.call('athena', 'StopQueryExecution', { QueryExecutionId: other });
    await until(other, 'CANCELLED');
  });
});
