import { expect, test } from 'vitest';
import { type Clock, Pace, systemClock } from '../../../../scripts/gap/replay/pace.ts';

const never = new AbortController().signal;

function manualClock(): Clock & { time: number } {
  return {
    time: 0,
    now() {
      return this.time;
    },
    async sleep(milliseconds) {
      this.time += milliseconds;
    },
  };
}

test('no more than so many a second go, the first batch at once', async () => {
  const clock = manualClock();
  const pace = new Pace(1000, clock);
  const times: number[] = [];
  for (let batch = 0; batch < 4; batch++) {
    await pace.take(500, never);
    times.push(clock.time);
  }
  expect(times).toEqual([0, 500, 1000, 1500]);
});

test('time that nobody used is not saved up', async () => {
  const clock = manualClock();
  const pace = new Pace(1000, clock);
  await pace.take(500, never);
  clock.time = 60_000;
  await pace.take(500, never);
  await pace.take(500, never);
  expect(clock.time).toBe(60_500);
});

test('throttling halves the rate, down to one a second; success brings it back', () => {
  const pace = new Pace(8, manualClock());
  for (let times = 0; times < 5; times++) pace.slower();
  expect(pace.rate).toBe(1);
  for (let times = 0; times < 100; times++) pace.faster();
  expect(pace.rate).toBe(8);
});

test('who waits can be stopped', async () => {
  const stop = new AbortController();
  const pace = new Pace(0.001, systemClock);
  expect(await pace.take(1, stop.signal)).toBe(true);
  const waiting = pace.take(1, stop.signal);
  stop.abort();
  expect(await waiting).toBe(false);
});
