import { describe, expect, test } from 'vitest';
import { jobFolder } from './job-folders.ts';
import { logins } from './logins.ts';
import { canRunFlink, Streams, sumOf } from './streams.ts';

describe.skipIf(!canRunFlink)('a job that is stopped', { timeout: 240_000 }, () => {
  test('by kill -9 in the middle counts every event once, and knows afterwards what is late', async () => {
    const streams = await Streams.open(2);
    const events = logins({ count: 20_000, minutes: 10, minutesAgo: 30 });
    await streams.put(events.slice(0, 12_000));
    const flink = await streams.startFlink(jobFolder(), 2);
    await streams.checkpointed();
    process.kill(flink.pid ?? 0, 'SIGKILL');
    await streams.put([...events.slice(11_000), ...events.slice(0, 500)]);
    await streams.untilCounted(20_000);
    expect(sumOf(await streams.metrics('late_events_per_minute'))).toBe(0);

    process.kill(flink.pid ?? 0, 'SIGKILL');
    await streams.put(logins({ count: 3, minutes: 10, minutesAgo: 30 }));
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
