import { spawn } from 'node:child_process';
import { appendFile, mkdtemp, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DurableLog, type DurableLogOptions, type LogEntry, type NewEntry } from '../../src/durable-log/durable-log.ts';

let directory: string;
const opened: DurableLog[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'durable-log-'));
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((log) => log.close()));
  await rm(directory, { recursive: true, force: true });
});

async function openLog(options?: DurableLogOptions): Promise<DurableLog> {
  const log = await DurableLog.open(directory, options);
  opened.push(log);
  return log;
}

function entry(key: string, time = 1000, data = `data of ${key}`): NewEntry {
  return { key, data: Buffer.from(data), time };
}

function entries(from: number, count: number, bytes = 100): NewEntry[] {
  return Array.from({ length: count }, (_, index) => entry(`k${from + index}`, from + index, 'x'.repeat(bytes)));
}

const keys = (read: readonly LogEntry[]) => read.map(({ key }) => key);
const all = { entries: 1_000_000, bytes: 1 << 30 };
const noTail = { tailBytes: 0 };
const patiently = { timeout: 20_000 };

describe.each([
  ['from memory', {}],
  ['from files', noTail],
])('reading %s', (_, options) => {
  test('gives what was appended, with dense offsets, from any offset on', async () => {
    const log = await openLog(options);
    expect(await log.append([entry('a', 5), entry('é€', 6, '')])).toBe(0);
    expect(await log.append([entry('c', 7)])).toBe(2);
    expect(await log.read(0, all)).toEqual([
      { offset: 0, time: 5, key: 'a', data: Buffer.from('data of a') },
      { offset: 1, time: 6, key: 'é€', data: Buffer.alloc(0) },
      { offset: 2, time: 7, key: 'c', data: Buffer.from('data of c') },
    ]);
    expect(keys(await log.read(1, all))).toEqual(['é€', 'c']);
    expect(await log.read(3, all)).toEqual([]);
    expect(log).toMatchObject({ firstOffset: 0, nextOffset: 3 });
  });

  test('keeps to both limits, but gives at least one entry', async () => {
    const log = await openLog(options);
    await log.append(entries(0, 10, 98));
    expect(await log.read(0, { entries: 3, bytes: 1 << 20 })).toHaveLength(3);
    expect(await log.read(0, { entries: 10, bytes: 250 })).toHaveLength(2);
    expect(keys(await log.read(4, { entries: 10, bytes: 1 }))).toEqual(['k4']);
  });

  test('goes over the borders of segments, and of frames larger than one read', async () => {
    const log = await openLog({ ...options, segmentBytes: 2000 });
    for (let from = 0; from < 100; from += 10) await log.append(entries(from, 10));
    await log.append([entry('large', 200, 'y'.repeat(3 << 20)), entry('after', 200)]);
    expect((await readdir(directory)).length).toBeGreaterThan(5);
    const read = await log.read(0, all);
    expect(keys(read)).toEqual([...Array.from({ length: 100 }, (_, index) => `k${index}`), 'large', 'after']);
    expect(read.map(({ offset }) => offset)).toEqual(Array.from({ length: 102 }, (_, index) => index));
    expect(keys(await log.read(55, { entries: 3, bytes: 1000 }))).toEqual(['k55', 'k56', 'k57']);
  });

  test('finds the first offset at a time', async () => {
    const log = await openLog({ ...options, segmentBytes: 2000 });
    for (let from = 0; from < 100; from += 10) await log.append(entries(from, 10));
    for (const time of [-5, 0, 1, 19, 20, 55, 99]) expect(await log.offsetAt(time)).toBe(Math.max(0, time));
    expect(await log.offsetAt(99.5)).toBe(100);
  });
});

test('a large log is read from anywhere through its index', async () => {
  const log = await openLog({ ...noTail, segmentBytes: 1 << 20 });
  for (let from = 0; from < 20_000; from += 50) await log.append(entries(from, 50, 150));
  for (const offset of [0, 4999, 12_345, 19_999]) {
    expect(keys(await log.read(offset, { entries: 1, bytes: 1000 }))).toEqual([`k${offset}`]);
    expect(await log.offsetAt(offset)).toBe(offset);
  }
});

test('concurrent appends are each contiguous and in the order of the calls', async () => {
  const log = await openLog();
  const firsts = await Promise.all([0, 10, 20, 30].map((from) => log.append(entries(from, 10))));
  expect(firsts).toEqual([0, 10, 20, 30]);
  expect(keys(await log.read(0, all))).toEqual(Array.from({ length: 40 }, (_, index) => `k${index}`));
});

test('an append of nothing writes nothing', async () => {
  const log = await openLog();
  expect(await log.append([])).toBe(0);
  expect(await readdir(directory)).toEqual([]);
});

test('time never goes back', async () => {
  const log = await openLog();
  await log.append([entry('a', 50), entry('b', 40)]);
  await log.append([entry('c', 30)]);
  expect((await log.read(0, all)).map(({ time }) => time)).toEqual([50, 50, 50]);
  await log.close();
  const again = await openLog();
  await again.append([entry('d', 20)]);
  expect((await again.read(3, all)).map(({ time }) => time)).toEqual([50]);
});

test('listeners hear of each commit until they stop listening', async () => {
  const log = await openLog();
  let heard = 0;
  const stop = log.onAppend(() => heard++);
  await log.append([entry('a')]);
  stop();
  await log.append([entry('b')]);
  expect(heard).toBe(1);
});

describe('trimming', () => {
  test('deletes whole segments before the offset, and never the one that is written', async () => {
    const log = await openLog({ segmentBytes: 2000, ...noTail });
    for (let from = 0; from < 100; from += 10) await log.append(entries(from, 10));
    await log.trimBefore(45);
    expect(log.firstOffset).toBeLessThanOrEqual(45);
    expect(log.firstOffset).toBeGreaterThan(20);
    expect((await log.read(0, all))[0]?.offset).toBe(log.firstOffset);
    expect(await log.offsetAt(0)).toBe(log.firstOffset);
    await log.trimBefore(1000);
    await log.append(entries(100, 1));
    expect((await log.read(0, all)).at(-1)?.key).toBe('k100');
    await log.close();
    expect((await openLog()).nextOffset).toBe(101);
  });

  test('during a read makes the read begin where the log now begins', async () => {
    const log = await openLog({ segmentBytes: 2000, ...noTail });
    for (let from = 0; from < 100; from += 10) await log.append(entries(from, 10));
    const reading = log.read(0, all);
    await Promise.all([log.trimBefore(100), log.trimBefore(100)]);
    const read = await reading;
    expect(read.at(-1)?.key).toBe('k99');
    expect(read.length).toBe(100 - (read[0]?.offset ?? 0));
  });
});

describe('opening again', () => {
  test('finds everything, and goes on', async () => {
    const first = await openLog({ segmentBytes: 2000 });
    for (let from = 0; from < 50; from += 10) await first.append(entries(from, 10));
    await first.close();
    await expect(first.append([entry('late')])).rejects.toThrow('is closed');
    const second = await openLog({ segmentBytes: 2000 });
    expect(await second.append(entries(50, 1))).toBe(50);
    expect(await second.read(0, all)).toHaveLength(51);
    expect(second.cutBytes).toBe(0);
  });

  test.each([
    ['half a header', (file: string) => appendFile(file, Buffer.alloc(10, 7))],
    ['bytes that are no frame', (file: string) => appendFile(file, Buffer.alloc(5000, 7))],
    ['zeros', (file: string) => appendFile(file, Buffer.alloc(5000))],
  ])('cuts off %s after the last good frame', async (_, tear) => {
    const file = await oneSegment();
    await tear(file);
    const log = await openLog();
    expect(log.nextOffset).toBe(30);
    expect(log.cutBytes).toBeGreaterThan(0);
    await log.append(entries(30, 1));
    expect(await log.read(0, all)).toHaveLength(31);
  });

  test.each([
    ['is cut short anywhere', async (file: string, size: number) => truncate(file, size - 1)],
    ['keeps only its header', async (file: string, size: number) => truncate(file, Math.floor((size * 2) / 3) + 40)],
    [
      'has a flipped bit',
      async (file: string, size: number) => {
        const bytes = await readFile(file);
        bytes[size - 5] = (bytes[size - 5] ?? 0) ^ 1;
        await writeFile(file, bytes);
      },
    ],
  ])('drops a last frame whole that %s', async (_, tear) => {
    const file = await oneSegment();
    await tear(file, (await stat(file)).size);
    const log = await openLog();
    expect(log.nextOffset).toBe(20);
    expect(await log.read(0, all)).toHaveLength(20);
  });

  test('says where a file is damaged that was whole before', async () => {
    const log = await openLog({ segmentBytes: 2000, ...noTail });
    for (let from = 0; from < 50; from += 10) await log.append(entries(from, 10));
    await log.close();
    const [file = ''] = await readdir(directory);
    const bytes = await readFile(join(directory, file));
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    await writeFile(join(directory, file), bytes);
    const again = await openLog(noTail);
    await expect(again.read(0, all)).rejects.toThrow(`${file} is damaged at byte 0`);
    expect(await again.read(40, all)).toHaveLength(10);
  });

  async function oneSegment(): Promise<string> {
    const log = await openLog();
    for (const from of [0, 10, 20]) await log.append(entries(from, 10));
    await log.close();
    return join(directory, '0000000000000000.log');
  }
});

describe('a disk that fails', () => {
  /** Real files whose writes fail as `failure` says, after `goodBytes` more bytes. */
  function failing() {
    const disk: { goodBytes: number; code?: string; failSync: boolean; failCut: boolean } = {
      goodBytes: Number.POSITIVE_INFINITY,
      failSync: false,
      failCut: false,
    };
    const problem = (code: string) => Object.assign(new Error(`${code}: injected`), { code });
    const openFile: typeof open = async (...args) => {
      const file = await open(...args);
      const [datasync, truncateFile] = [file.datasync.bind(file), file.truncate.bind(file)];
      const writev = async (buffers: readonly Buffer[], position: number) => {
        if (disk.goodBytes <= 0) throw problem('ENOSPC');
        const part = Buffer.concat(buffers).subarray(0, disk.goodBytes);
        disk.goodBytes -= part.length;
        const written = await file.write(part, 0, part.length, position);
        if (disk.failSync) throw problem('EIO');
        return written;
      };
      return Object.assign(file, {
        writev,
        datasync: () => (disk.failSync ? Promise.reject(problem('EIO')) : datasync()),
        truncate: (length: number) => (disk.failCut ? Promise.reject(problem('EIO')) : truncateFile(length)),
      });
    };
    return { disk, openFile };
  }

  test('full in the middle of a write: rejected, taken back, and goes on when there is space', async () => {
    const { disk, openFile } = failing();
    const log = await openLog({ openFile, ...noTail });
    await log.append(entries(0, 10));
    const { size } = await stat(join(directory, '0000000000000000.log'));
    disk.goodBytes = 700;
    const results = await Promise.allSettled([log.append(entries(50, 10)), log.append(entries(60, 10))]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect((await stat(join(directory, '0000000000000000.log'))).size).toBe(size);
    await expect(log.append(entries(70, 1))).rejects.toMatchObject({ code: 'ENOSPC' });
    disk.goodBytes = Number.POSITIVE_INFINITY;
    expect(await log.append(entries(10, 10))).toBe(10);
    expect(keys(await log.read(0, all))).toEqual(Array.from({ length: 20 }, (_, index) => `k${index}`));
  });

  test('a failed sync, and a cut that fails too: the rejected entries never show', async () => {
    const { disk, openFile } = failing();
    const log = await openLog({ openFile });
    await log.append(entries(0, 10));
    Object.assign(disk, { failSync: true, failCut: true });
    await expect(log.append(entries(50, 10))).rejects.toMatchObject({ code: 'EIO' });
    expect(await log.read(0, all)).toHaveLength(10);
    Object.assign(disk, { failSync: false });
    await expect(log.append(entries(50, 10))).rejects.toMatchObject({ code: 'EIO' });
    Object.assign(disk, { failCut: false });
    await log.append(entries(10, 1));
    await log.close();
    expect(keys(await (await openLog()).read(9, all))).toEqual(['k9', 'k10']);
  });

  test('a third write begins when much waits, and all three answer in order', async () => {
    const held: (() => void)[] = [];
    let isHeld = false;
    const openFile: typeof open = async (...args) => {
      const file = await open(...args);
      const writev = file.writev.bind(file);
      return Object.assign(file, {
        writev: async (buffers: readonly Buffer[], position: number) => {
          if (isHeld) await new Promise<void>((resolve) => held.push(resolve));
          return writev(buffers, position);
        },
      });
    };
    const log = await openLog({ openFile, ...noTail });
    await log.append(entries(0, 1));
    isHeld = true;
    const large = { key: 'large', data: Buffer.alloc(400 << 10), time: 1 };
    const answered: number[] = [];
    const appends = [entries(1, 1), entries(2, 1), [large], [large]].map(async (added, index) => {
      await vi.waitFor(() => expect(held).toHaveLength(index), patiently);
      answered.push(await log.append(added));
    });
    await vi.waitFor(() => expect(held).toHaveLength(3), patiently);
    isHeld = false;
    for (const go of held.toReversed()) go();
    await Promise.all(appends);
    expect(answered).toEqual([1, 2, 3, 4]);
    expect(keys(await log.read(0, { entries: 10, bytes: 8 << 20 }))).toEqual(['k0', 'k1', 'k2', 'large', 'large']);
  });

  test('a write that fails while the next is under way takes that one with it, and no hole is left', async () => {
    const writes: { fails: boolean; go(): void }[] = [];
    let isHeld = false;
    const openFile: typeof open = async (...args) => {
      const file = await open(...args);
      const writev = file.writev.bind(file);
      return Object.assign(file, {
        writev: async (buffers: readonly Buffer[], position: number) => {
          const write = { fails: false, go: () => {} };
          const gone = new Promise<void>((resolve) => {
            write.go = resolve;
          });
          writes.push(write);
          if (isHeld) await gone;
          if (write.fails) throw Object.assign(new Error('EIO: injected'), { code: 'EIO' });
          return writev(buffers, position);
        },
      });
    };
    const log = await openLog({ openFile });
    await log.append(entries(0, 10));
    const { size } = await stat(join(directory, '0000000000000000.log'));
    isHeld = true;
    const first = log.append(entries(50, 10));
    await vi.waitFor(() => expect(writes).toHaveLength(2), patiently);
    const second = log.append(entries(60, 10));
    await vi.waitFor(() => expect(writes).toHaveLength(3), patiently);
    const results = Promise.allSettled([first, second, log.append(entries(10, 5))]);
    isHeld = false;
    const [, failing, following] = writes;
    if (failing) failing.fails = true;
    following?.go();
    await vi.waitFor(async () => {
      expect((await stat(join(directory, '0000000000000000.log'))).size).toBeGreaterThan(size);
    }, patiently);
    expect(log.nextOffset).toBe(10);
    failing?.go();
    expect(await results).toMatchObject([
      { status: 'rejected', reason: { code: 'EIO' } },
      { status: 'rejected', reason: { code: 'EIO' } },
      { status: 'fulfilled', value: 10 },
    ]);
    await log.close();
    const again = await openLog();
    expect(again.cutBytes).toBe(0);
    expect(keys(await again.read(0, all))).toEqual(Array.from({ length: 15 }, (_, index) => `k${index}`));
  });

  test('no room for the next segment: rejected, then taken up', async () => {
    let full = false;
    const log = await openLog({
      segmentBytes: 500,
      openFile: async (...args) => {
        if (full) throw Object.assign(new Error('ENOSPC: injected'), { code: 'ENOSPC' });
        return open(...args);
      },
    });
    await log.append(entries(0, 10));
    full = true;
    await expect(log.append(entries(10, 1))).rejects.toMatchObject({ code: 'ENOSPC' });
    full = false;
    expect(await log.append(entries(10, 1))).toBe(10);
  });
});

test('kill -9 while appending: all that was acknowledged is there once, and nothing is torn', async () => {
  const program = new URL('./append-forever.ts', import.meta.url).pathname;
  const acknowledged: string[] = [];
  for (let round = 0; round < 3; round++) {
    const child = spawn(process.execPath, ['--import', 'tsx', program, directory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    const enough = new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk;
        if (output.length > 4000 * (round + 1)) resolve();
      });
    });
    const ended = new Promise((resolve) => child.once('close', resolve));
    await Promise.race([enough, ended]);
    child.kill('SIGKILL');
    await ended;
    acknowledged.push(
      ...output
        .split('\n')
        .slice(0, -1)
        .map((line) => `${round} ${line}`),
    );
  }
  expect(acknowledged.length).toBeGreaterThan(500);

  const log = await openLog();
  const found: LogEntry[] = [];
  for (let page = await log.read(0, { entries: 1000, bytes: 1 << 20 }); page.length > 0; ) {
    found.push(...page);
    page = await log.read(found.length, { entries: 1000, bytes: 1 << 20 });
  }
  expect(found.length).toBe(log.nextOffset);
  expect(found.every(({ offset }, index) => offset === index)).toBe(true);
  for (const line of acknowledged) {
    const [, first = '', call, count] = line.split(' ');
    for (let index = 0; index < Number(count); index++) {
      const entry = found[Number(first) + index];
      if (entry?.key !== `${call}-${index}`)
        expect(entry?.key, `offset ${Number(first) + index}`).toBe(`${call}-${index}`);
    }
  }
});
