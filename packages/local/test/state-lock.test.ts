import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { lockState } from '../src/state-lock.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';

test('a second start on the same directory is refused, naming directory and process', () => {
  const directory = temporaryDirectory();
  const unlock = lockState(directory);
  expect(() => lockState(directory)).toThrow(`${directory} is in use by process ${process.pid}`);
  unlock();
  expect(existsSync(join(directory, 'lock'))).toBe(false);
});

test('a lock whose process is gone is taken over', async () => {
  const directory = temporaryDirectory();
  const gone = spawn(process.execPath, ['-e', '']);
  await once(gone, 'exit');
  writeFileSync(join(directory, 'lock'), JSON.stringify({ pid: gone.pid, startedAt: 'Mon Jan  5 10:00:00 2026' }));
  lockState(directory)();
});

test('a lock whose process id is now another program’s is taken over', () => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, 'lock'), JSON.stringify({ pid: process.pid, startedAt: 'Mon Jan  5 10:00:00 2026' }));
  lockState(directory)();
});

test('a half-written lock is taken over', () => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, 'lock'), '{"pid":');
  lockState(directory)();
});

test('a lock that is empty because it is just being written is not taken over', () => {
  const directory = temporaryDirectory();
  const file = join(directory, 'lock');
  const unlock = lockState(directory);
  const content = readFileSync(file, 'utf8');
  writeFileSync(file, '');
  // A slow clock, so that the write is not too late when the shell gets its turn late.
  const now = Date.now;
  const start = now();
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => start + (now() - start) / 20);
  onTestFinished(() => clock.mockRestore());
  const writing = spawn('/bin/sh', ['-c', 'sleep 0.2; printf %s "$0" > "$1"', content, file]);
  expect(() => lockState(directory)).toThrow(`in use by process ${process.pid}`);
  writing.kill();
  unlock();
});

/** The claim to a lock with this content, as the process has it that is taking it over. */
function claimTo(directory: string, stale: string): string {
  return join(directory, `lock.${createHash('sha256').update(stale).digest('hex').slice(0, 16)}`);
}

test('a lock that another process is taking over is left to it', () => {
  const directory = temporaryDirectory();
  const elsewhere = temporaryDirectory();
  const unlock = lockState(elsewhere);
  const stale = JSON.stringify({ pid: process.pid, startedAt: 'long ago', id: 'a' });
  writeFileSync(join(directory, 'lock'), stale);
  copyFileSync(join(elsewhere, 'lock'), claimTo(directory, stale));
  expect(() => lockState(directory)).toThrow(`in use by process ${process.pid}`);
  expect(readFileSync(join(directory, 'lock'), 'utf8')).toBe(stale);
  unlock();
});

test('a takeover that was killed half-way is taken over itself', () => {
  const directory = temporaryDirectory();
  const stale = JSON.stringify({ pid: process.pid, startedAt: 'long ago', id: 'a' });
  writeFileSync(join(directory, 'lock'), stale);
  writeFileSync(claimTo(directory, stale), JSON.stringify({ pid: process.pid, startedAt: 'long ago', id: 'b' }));
  const unlock = lockState(directory);
  expect(readdirSync(directory)).toEqual(['lock']);
  unlock();
});

test('of several processes that find the same left-over lock at the same moment, one gets it', async () => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, 'lock'), JSON.stringify({ pid: process.pid, startedAt: 'long ago', id: 'a' }));
  const source = fileURLToPath(new URL('../src/state-lock.ts', import.meta.url));
  const script = `
    import { existsSync } from 'node:fs';
    const { lockState } = await import(${JSON.stringify(source)});
    process.stdout.write('ready ');
    while (!existsSync(${JSON.stringify(join(directory, 'go'))}));
    try { lockState(${JSON.stringify(directory)}); process.stdout.write('has it '); } catch { process.stdout.write('refused '); }
    process.stdin.resume();`;
  const children = Array.from({ length: 4 }, () =>
    spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 2] }),
  );
  const said = children.map(() => '');
  const untilAllSaid = (words: RegExp) =>
    new Promise<void>((resolve) => {
      const check = () => said.every((text) => words.test(text)) && resolve();
      for (const child of children) child.stdout?.on('data', check);
      check();
    });
  for (const [index, child] of children.entries()) child.stdout?.on('data', (chunk) => (said[index] += String(chunk)));
  await untilAllSaid(/ready/);
  writeFileSync(join(directory, 'go'), '');
  await untilAllSaid(/has it|refused/);
  for (const child of children) child.kill();
  await Promise.all(children.map((child) => once(child, 'exit')));
  expect(said.filter((text) => text.includes('has it'))).toHaveLength(1);
});
