/** Run by the crash test: appends from four callers at once and prints each range only when it is acknowledged. */
import { DurableLog } from '../../src/durable-log/durable-log.ts';

const log = await DurableLog.open(process.argv[2] ?? '', { segmentBytes: 256 << 10 });

async function caller(name: number): Promise<never> {
  for (let call = 0; ; call++) {
    const entries = Array.from({ length: 1 + (call % 40) }, (_, index) => ({
      key: `${name}-${call}-${index}`,
      data: Buffer.alloc(200 + ((call * 37 + index) % 700), call),
      time: Date.now(),
    }));
    const first = await log.append(entries);
    process.stdout.write(`${first} ${name}-${call} ${entries.length}\n`);
  }
}

await Promise.all([1, 2, 3, 4].map(caller));
