import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryDirectory } from '../../../../testing/temporary-directory.ts';
import { metricSql, minute, RunningJob, ten } from './running-job.ts';

const second = 1000;
const hop = `TABLE(HOP(TABLE events, DESCRIPTOR(event_time), INTERVAL '1' MINUTE, INTERVAL '3' MINUTE))`;
const cumulate = `TABLE(CUMULATE(TABLE events, DESCRIPTOR(event_time), INTERVAL '1' MINUTE, INTERVAL '3' MINUTE))`;

async function started(
  sql: string,
  options: { shards?: number; now?: number; ttl?: string } = {},
): Promise<RunningJob> {
  const job = new RunningJob(sql, temporaryDirectory(), options);
  await job.start();
  onTestFinished(() => job.stop().catch(() => {}));
  return job;
}

describe('TUMBLE', () => {
  it('counts a window once the watermark is past it', async () => {
    const job = await started(metricSql('all'));
    job.now = ten + minute + 5 * second;
    job.put(0, { key: 'a', at: ten + second }, { key: 'b', at: ten + 2 * second }, { key: 'c', at: ten + minute });
    await job.settle();
    expect(job.rows()).toEqual([]);
    job.now = ten + minute + 10 * second;
    job.put(0, { key: 'd', at: ten + minute + 10 * second });
    await job.settle();
    expect(job.rows()).toEqual(['10:00-10:01 all 2 - -']);
  });

  it('ends a window at the watermark of its last millisecond, and takes what comes for it from then on for late', async () => {
    const job = await started(metricSql('all') + metricSql('all', { from: 'late_by_minute' }));
    job.now = ten + minute + 10 * second;
    job.put(0, { key: 'a', at: ten }, { key: 'b', at: ten + minute + 10 * second - 1 });
    await job.settle();
    expect(job.rows()).toEqual(['10:00-10:01 all 1 - -']);
    job.put(0, { key: 'c', at: ten });
    await job.settle();
    expect(job.rows()).toEqual(['10:00-10:01 all 1 - -', '10:00-10:01 all/c 1 - -']);
  });

  it('has no row for an empty minute', async () => {
    const job = await started(metricSql('all'));
    job.now = ten + 10 * minute;
    job.put(0, { key: 'a', at: ten }, { key: 'b', at: ten + 2 * minute }, { key: 'c', at: ten + 4 * minute });
    await job.settle();
    expect(job.rows()).toEqual(['10:00-10:01 all 1 - -', '10:02-10:03 all 1 - -']);
  });

  it('emits windows that end together in the order of their ends, as timers fire', async () => {
    const windows = 2000;
    const job = await started(metricSql('all'));
    job.now = ten + windows * minute;
    job.put(0, ...Array.from({ length: windows + 1 }, (_, index) => ({ key: `${index}`, at: ten + index * minute })));
    await job.settle();
    const starts = job.streams.rows.map(({ window_start }) => String(window_start));
    expect(starts).toHaveLength(windows - 1);
    expect(starts).toEqual([...starts].sort());
  });

  it('keeps groups apart, those without a value too, and adds amounts exactly', async () => {
    const job = await started(
      metricSql('sums', {
        dimensions: `KEY 'currency' VALUE JSON_VALUE(data, '$.currency')`,
        key: `JSON_VALUE(data, '$.currency')`,
        amount: `SUM(TRY_CAST(JSON_VALUE(data, '$.amount') AS DECIMAL(38, 6)))`,
      }),
    );
    job.now = ten + 2 * minute;
    const data = [
      { currency: 'EUR', amount: 0.1 },
      { currency: 'EUR', amount: 0.2 },
      { amount: 1 },
      { currency: { a: 1 } },
    ];
    job.put(0, ...data.map((one, index) => ({ key: `${index}`, at: ten, data: one })), {
      key: 'end',
      at: ten + 2 * minute,
    });
    await job.settle();
    expect(job.rows().sort()).toEqual([
      '10:00-10:01 sums {"currency":"EUR"} 2 - 0.3',
      '10:00-10:01 sums {"currency":null} 2 - 1',
    ]);
  });
});

describe('HOP and CUMULATE', () => {
  it('counts an event, and a player once, in every window that holds it', async () => {
    const players = { players: 'COUNT(DISTINCT player)', part: `''` };
    const job = await started(
      metricSql('hop', { from: hop, ...players }) + metricSql('sum', { from: cumulate, ...players }),
    );
    job.now = ten + 10 * minute;
    job.put(
      0,
      { key: 'a', at: ten, player: 'x' },
      { key: 'b', at: ten + minute, player: 'x' },
      { key: 'c', at: ten + minute, player: 'y' },
      { key: 'd', at: ten + 10 * minute },
    );
    await job.settle();
    expect(job.rows().sort()).toEqual([
      '09:58-10:01 hop 1 1 -',
      '09:59-10:02 hop 3 2 -',
      '10:00-10:01 sum 1 1 -',
      '10:00-10:02 sum 3 2 -',
      '10:00-10:03 hop 3 2 -',
      '10:00-10:03 sum 3 2 -',
      '10:01-10:04 hop 2 2 -',
    ]);
  });

  it('tidies its state up again and again', async () => {
    const job = await started(metricSql('hop', { from: hop, players: 'COUNT(DISTINCT player)', part: `''` }));
    const players = 44_000;
    for (let first = 0; first < players; first += 11_000) {
      job.put(
        0,
        ...Array.from({ length: 11_000 }, (_, index) => ({
          key: `${first + index}`,
          at: ten,
          player: `${first + index}`,
        })),
      );
      await job.settle();
    }
    job.now = ten + 10 * minute;
    job.put(0, { key: 'end', at: job.now });
    await job.settle();
    expect(job.rows()).toContain(`09:58-10:01 hop ${players} ${players} -`);
  });

  it('counts a late event in the windows that are still open', async () => {
    const job = await started(
      metricSql('hop', { from: hop, part: `''` }) + metricSql('sum', { from: cumulate, part: `''` }),
    );
    job.now = ten + 2 * minute;
    job.put(0, { key: 'a', at: ten }, { key: 'b', at: ten + minute + 11 * second });
    await job.settle();
    job.put(0, { key: 'late', at: ten });
    await job.settle();
    job.now = ten + 10 * minute;
    job.put(0, { key: 'end', at: ten + 10 * minute });
    await job.settle();
    expect(job.rows().sort()).toEqual([
      '09:58-10:01 hop 1 - -',
      '09:59-10:02 hop 3 - -',
      '10:00-10:01 sum 1 - -',
      '10:00-10:02 sum 3 - -',
      '10:00-10:03 hop 3 - -',
      '10:00-10:03 sum 3 - -',
      '10:01-10:04 hop 1 - -',
    ]);
  });
});

describe('several shards', () => {
  it('waits for the slowest, so that a backlog is counted in full', async () => {
    const job = await started(metricSql('all') + metricSql('all', { from: 'late_by_minute' }), { shards: 2 });
    job.now = ten + 10 * minute;
    job.put(0, { key: 'a', at: ten }, { key: 'b', at: ten + 5 * minute });
    job.put(1, { key: 'c', at: ten });
    await job.settle();
    expect(job.rows()).toEqual([]);
    job.put(1, { key: 'd', at: ten + minute + 10 * second });
    await job.settle();
    expect(job.rows()).toEqual(['10:00-10:01 all 2 - -']);
  });

  it('does not wait for one that is idle, and closes the last window without a further event', async () => {
    const job = await started(metricSql('all'), { shards: 2 });
    job.put(0, { key: 'a', at: ten });
    await job.settle();
    job.now = ten + minute + 10 * second + 15 * second - 2;
    await job.settle();
    expect(job.rows()).toEqual([]);
    job.now += 1;
    await job.settle();
    expect(job.rows()).toEqual(['10:00-10:01 all 1 - -']);
  });

  it('reads a shard that follows another when that is read to its end', async () => {
    const job = await started(metricSql('all'));
    job.put(0, { key: 'a', at: ten });
    const next = job.streams.replace(0);
    job.put(next, { key: 'b', at: ten });
    job.now = ten + 2 * minute;
    job.put(next, { key: 'c', at: ten + 2 * minute });
    await job.settle();
    expect(job.rows()).toEqual(['10:00-10:01 all 2 - -']);
  });
});

it('does not let a client whose clock is ahead close the windows of others', async () => {
  const job = await started(metricSql('all') + metricSql('all', { from: 'late_by_minute' }));
  job.put(0, { key: 'ahead', at: ten + 50 * minute }, { key: 'a', at: ten });
  await job.settle();
  job.put(0, { key: 'b', at: ten + second });
  job.now = ten + 2 * minute;
  job.put(0, { key: 'c', at: ten + 2 * minute });
  await job.settle();
  expect(job.rows()).toEqual(['10:00-10:01 all 2 - -']);
});

it('takes the first of equal events, as long as it is remembered', async () => {
  const job = await started(metricSql('all'), { ttl: '1 h' });
  const event = { key: 'a', at: ten };
  job.put(0, event, event);
  await job.settle();
  job.put(0, event);
  job.now = ten + 59 * minute;
  job.put(0, { ...event, at: ten + 59 * minute });
  await job.settle();
  job.now = ten + 61 * minute;
  job.put(0, { ...event, at: ten + 61 * minute });
  job.now = ten + 70 * minute;
  job.put(0, { key: 'end', at: ten + 70 * minute });
  await job.settle();
  expect(job.rows()).toEqual(['10:00-10:01 all 1 - -', '11:01-11:02 all 1 - -']);
});
