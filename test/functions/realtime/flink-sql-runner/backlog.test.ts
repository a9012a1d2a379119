import { describe, expect, test } from 'vitest';
import { jobFolder } from './job-folders.ts';
import { logins } from './logins.ts';
import { canRunFlink, Streams, sumOf } from './streams.ts';

describe.skipIf(!canRunFlink)('a backlog of 50,000 events on 4 shards is counted whole', () => {
  test.each([1, 2, 4])('at parallelism %i', { timeout: 240_000 }, async (parallelism) => {
    const streams = await Streams.open(4);
    await streams.put(logins({ count: 50_000, minutes: 40, minutesAgo: 50 }));
    await streams.startFlink(jobFolder(), parallelism);
    await streams.untilCounted(50_000);
    expect(sumOf(await streams.metrics('late_events_per_minute'))).toBe(0);
    expect(sumOf(await streams.metrics('logins_per_minute'))).toBe(50_000);
  });
});
