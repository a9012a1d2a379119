import { expect, it, onTestFinished } from 'vitest';
import { temporaryDirectory } from '../../../../testing/temporary-directory.ts';
import { judgeFunctions, metricSql, minute, RunningJob, ten } from './running-job.ts';

const sql =
  metricSql('all') +
  metricSql('all', { from: 'late_by_minute' }) +
  metricSql('sum', {
    from: `TABLE(CUMULATE(TABLE events, DESCRIPTOR(event_time), INTERVAL '1' MINUTE, INTERVAL '1' HOUR))`,
    part: `''`,
    players: 'COUNT(DISTINCT player)',
  });

async function started(text = sql): Promise<RunningJob> {
  const job = new RunningJob(text, temporaryDirectory());
  await job.start();
  onTestFinished(() => job.stop().catch(() => {}));
  return job;
}

it('goes on where it was left: windows, keys, positions and the watermark', async () => {
  const job = await started();
  job.now = ten + minute + 15_000;
  job.put(0, { key: 'a', at: ten, player: 'x' }, { key: 'b', at: ten + minute + 12_000, player: 'y' });
  await job.settle();
  await job.stop();
  await job.start();
  job.now = ten + 3 * minute;
  job.put(0, { key: 'a', at: ten }, { key: 'late', at: ten, player: 'x' }, { key: 'c', at: ten + minute, player: 'x' });
  await job.settle();
  job.put(0, { key: 'd', at: ten + 3 * minute });
  await job.settle();
  expect(job.rows().sort()).toEqual([
    '10:00-10:01 all 1 - -',
    '10:00-10:01 all/late 1 - -',
    '10:00-10:01 sum 1 1 -',
    '10:00-10:02 sum 4 2 -',
    '10:01-10:02 all 2 - -',
  ]);
});

it.each([
  ['before', 1],
  ['after', 2],
])('puts a row that was committed out again when it ended %s the stream had it', async (moment, times) => {
  const job = await started(metricSql('all'));
  const { put } = job.streams;
  const failing = async (stream: string, rows: readonly { readonly data: string }[]) => {
    if (moment === 'after') await put.call(job.streams, stream, rows);
    throw new Error('the stream is gone');
  };
  job.streams.put = failing;
  job.now = ten + 2 * minute;
  job.put(0, { key: 'a', at: ten }, { key: 'b', at: ten + 2 * minute });
  await expect(job.settle()).rejects.toThrow('the stream is gone');
  job.streams.put = put;
  await job.start();
  await job.settle();
  expect(job.rows()).toEqual(Array(times).fill('10:00-10:01 all 1 - -'));
});

it('counts nothing of a micro-batch that cannot be judged, and all of it afterwards', async () => {
  const job = await started(metricSql('all'));
  await job.stop();
  job.functions = {
    judge: {
      returns: judgeFunctions.judge?.returns ?? {},
      evaluate: () => Promise.reject(new Error('no applications')),
    },
  };
  await job.start();
  job.now = ten + 2 * minute;
  job.put(0, { key: 'a', at: ten }, { key: 'b', at: ten + 2 * minute });
  await expect(job.settle()).rejects.toThrow('no applications');
  job.functions = judgeFunctions;
  await job.start();
  await job.settle();
  expect(job.rows()).toEqual(['10:00-10:01 all 1 - -']);
});

it('keeps what it knows when a metric is added, and forgets that of one that is gone', async () => {
  const directory = temporaryDirectory();
  const first = new RunningJob(metricSql('old') + metricSql('kept'), directory);
  await first.start();
  first.put(0, { key: 'a', at: ten });
  await first.settle();
  await first.stop();
  const second = new RunningJob(metricSql('new', { where: `kind = 'login'` }) + metricSql('kept'), directory);
  second.put(0, { key: 'a', at: ten }, { key: 'a', at: ten }, { key: 'b', at: ten, kind: 'login' });
  second.now = ten + 2 * minute;
  second.put(0, { key: 'c', at: ten + 2 * minute });
  await second.start();
  onTestFinished(() => second.stop());
  await second.settle();
  expect(second.rows().sort()).toEqual(['10:00-10:01 kept 2 - -', '10:00-10:01 new 1 - -']);
});

it('holds a day of a CUMULATE window in as many rows as it has groups', async () => {
  const job = await started();
  for (let index = 0; index < 30; index++) {
    job.now = ten + index * minute;
    job.put(0, { key: `${index}`, at: job.now, player: 'x' });
    await job.settle();
  }
  const { steps } = await job.plan();
  const cumulate = steps.find((step) => step.kind === 'window' && step.slices.kind === 'CUMULATE');
  await job.stop();
  const rows = await job.stateRows(cumulate?.kind === 'window' ? cumulate.stateRows : '');
  // One for what was emitted and one for each minute that is still open; the same for the players.
  expect(rows).toBeLessThanOrEqual(6);
});
