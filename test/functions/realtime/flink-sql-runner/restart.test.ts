import { describe, expect, test } from 'vitest';
import { jobFolder } from './job-folders.ts';
import { logins } from './logins.ts';
import { canRunFlink, Streams, sumOf } from './streams.ts';

describe.skipIf(!canRunFlink)('a job that is stopped', { timeout: 480_000 }, () => {
  test('by kill -9 in the middle counts every event once, and knows afterwards what is late', async () => {
    const streams = await Streams.open(2);
    // Time goes on where nothing comes: what comes after the kill lies so far ahead that it is in time all the same.
    const before = logins({ count: 12_000, minutes: 6, minutesAgo: 40 });
    const after = logins({ count: 8_000, minutes: 4, minutesAgo: 20 });
    const late = logins({ count: 3, minutes: 6, minutesAgo: 40 });
    await streams.put(before);
    const flink = await streams.startFlink(jobFolder(), 2);
    await streams.checkpointed();
    process.kill(flink.pid ?? 0, 'SIGKILL');
    await streams.put([...before.slice(11_000), ...after, ...before.slice(0, 500)]);
    await streams.untilCounted(20_000);
    expect(sumOf(await streams.metrics('late_events_per_minute'))).toBe(0);

    process.kill(flink.pid ?? 0, 'SIGKILL');
    await streams.put(late);
    await streams.untilCounted(20_003);
    expect(sumOf(await streams.metrics('late_events_per_minute'))).toBe(3);
  });

  test('for a job with one more metric goes on where it was', async () => {
    const streams = await Streams.open(2);
    const closed = logins({ count: 600, minutes: 1, minutesAgo: 8 });
    const open = logins({ count: 2_000, minutes: 1, minutesAgo: 3 });
    const before = await streams.startFlink(jobFolder({ without: 'logins_per_minute', idleTimeoutSeconds: 3600 }));
    await streams.put(closed);
    await streams.put(open.slice(0, 1_200));
    await streams.untilCounted(600);
    await before.close();

    await streams.put([...open.slice(1_200), ...open.slice(0, 700)]);
    await streams.startFlink(jobFolder());
    await streams.untilCounted(2_600);
    // Of the open minute it has seen what came after it was added.
    expect(sumOf(await streams.metrics('logins_per_minute'))).toBe(800);
  });
});
