import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryDirectory } from '../../../../testing/temporary-directory.ts';
import { metricSql, minute, RunningJob, ten } from './running-job.ts';

const second = 1000;
const hour = 60 * minute;
const sql = metricSql('all') + metricSql('all', { from: 'late_by_minute' });

/** A job that has found its shards empty for an hour. */
async function quiet(shards: number): Promise<RunningJob> {
  const job = new RunningJob(sql, temporaryDirectory(), { shards });
  await job.start();
  onTestFinished(() => job.stop().catch(() => {}));
  await job.settle();
  job.now = ten + hour;
  await job.settle();
  return job;
}

async function wait(job: RunningJob, milliseconds: number): Promise<void> {
  job.now += milliseconds;
  await job.settle();
}

describe('old events', () => {
  it('are in time on a quiet stream, whatever shard they come to', async () => {
    const job = await quiet(3);
    job.put(1, { key: 'a', at: ten }, { key: 'b', at: ten + minute + 10 * second });
    await job.settle();
    expect(job.rows()).toEqual(['10:00-10:01 all 1 - -']);
    await wait(job, 5 * second);
    job.put(0, { key: 'c', at: ten + minute + 20 * second });
    await job.settle();
    job.put(1, { key: 'd', at: ten + 2 * minute + 10 * second });
    await wait(job, 15 * second);
    expect(job.rows()).toEqual(['10:00-10:01 all 1 - -', '10:01-10:02 all 2 - -']);
  });

  it('are late only from the last event on, at the pace of the clock, when all is idle', async () => {
    const job = await quiet(2);
    job.put(0, { key: 'a', at: ten });
    await job.settle();
    // 10 seconds behind the event by the table's WATERMARK, 15 for being idle.
    await wait(job, minute + 25 * second - 2);
    expect(job.rows()).toEqual([]);
    await wait(job, 1);
    expect(job.rows()).toEqual(['10:00-10:01 all 1 - -']);
    job.put(1, { key: 'late', at: ten }, { key: 'b', at: ten + minute });
    await job.settle();
    await wait(job, 2 * minute);
    expect(job.rows()).toEqual(['10:00-10:01 all 1 - -', '10:00-10:01 all/late 1 - -', '10:01-10:02 all 1 - -']);
  });

  it('do not stop the time of what came since', async () => {
    const job = await quiet(2);
    job.put(0, { key: 'a', at: job.now });
    await job.settle();
    await wait(job, 5 * minute);
    job.put(1, { key: 'late', at: ten });
    await job.settle();
    job.put(1, { key: 'b', at: job.now });
    await job.settle();
    await wait(job, minute + 25 * second);
    expect(job.rows()).toEqual(['11:00-11:01 all 1 - -', '10:00-10:01 all/late 1 - -', '11:05-11:06 all 1 - -']);
  });

  it('are in time on a shard that was empty when the others had been read, until it is looked at again', async () => {
    const job = await quiet(2);
    const { read } = job.streams;
    job.streams.read = async (stream, iterator, limit) => {
      if (iterator.startsWith('shard-1')) {
        job.streams.read = read;
        job.put(0, { key: 'a', at: ten });
        job.put(1, { key: 'b', at: ten }, { key: 'c', at: ten + 5 * minute });
      }
      return read.call(job.streams, stream, iterator, limit);
    };
    await job.settle();
    job.put(0, { key: 'd', at: ten + 5 * minute });
    await job.settle();
    expect(job.rows()).toEqual(['10:00-10:01 all 2 - -']);
  });
});

describe('a shard that may hold records', () => {
  it('holds the others back when it cannot be read', async () => {
    const job = await quiet(2);
    const { read } = job.streams;
    job.streams.read = async (stream, iterator, limit) =>
      iterator.startsWith('shard-0')
        ? // biome-ignore lint/suspicious/noExplicitAny: as a stream that is asked too often
          (undefined as any)
        : read.call(job.streams, stream, iterator, limit);
    await job.settle();
    job.put(0, { key: 'a', at: ten });
    job.put(1, { key: 'b', at: ten }, { key: 'c', at: ten + 5 * minute });
    await wait(job, hour);
    expect(job.rows()).toEqual([]);
    job.streams.read = read;
    job.put(0, { key: 'd', at: ten + 5 * minute });
    await job.settle();
    expect(job.rows()).toEqual(['10:00-10:01 all 2 - -']);
  });

  it('holds the others back when it takes the place of one that was closed', async () => {
    const job = await quiet(2);
    job.put(0, { key: 'a', at: ten });
    job.put(1, { key: 'b', at: ten + 5 * minute });
    job.put(job.streams.replace(0), { key: 'c', at: ten + second }, { key: 'd', at: ten + 5 * minute });
    await job.settle();
    expect(job.rows()).toEqual(['10:00-10:01 all 2 - -']);
  });
});

it('lets time go on over a restart, from the last event', async () => {
  const job = await quiet(2);
  job.put(0, { key: 'a', at: ten });
  await wait(job, minute);
  await job.stop();
  job.now += 25 * second - 2;
  await job.start();
  await job.settle();
  expect(job.rows()).toEqual([]);
  await wait(job, 1);
  expect(job.rows()).toEqual(['10:00-10:01 all 1 - -']);
});
