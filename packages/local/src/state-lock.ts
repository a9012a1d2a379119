import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Holder {
  readonly pid: number;
  /** When that process began: a process id alone may be another program's by now. */
  readonly startedAt: string;
  /** No two locks are alike. */
  readonly id: string;
}

/** A lock file is empty between its creation and its one write. */
const maxWriteMilliseconds = 1000;

/**
 * Takes the state directory for this process and returns the function that gives it back.
 * Throws, naming the directory and the other process, when one that still runs has it; a lock that a killed process
 * left behind is taken over, by one process only, however many try at the same moment.
 */
export function lockState(directory: string): () => void {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'lock');
  const self: Holder = { pid: process.pid, startedAt: startOf(process.pid), id: randomUUID() };
  take(file, JSON.stringify(self), directory);
  return () => rmSync(file, { force: true });
}

function take(file: string, self: string, directory: string): void {
  for (;;) {
    try {
      writeFileSync(file, self, { flag: 'wx' });
      return;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    const found = read(file);
    if (found === undefined) continue;
    const holder = holderOf(found);
    if (holder && isRunning(holder)) {
      throw new Error(`${directory} is in use by process ${holder.pid}: stop it, or choose another --state`);
    }
    if (takeOver(file, found, self, directory)) return;
  }
}

/**
 * Replaces a lock that nobody holds any more. Who does that has the claim to this very lock, which is a lock itself: two
 * processes that both found the same one cannot remove each other's new one.
 */
function takeOver(file: string, stale: string, self: string, directory: string): boolean {
  const claim = `${file}.${createHash('sha256').update(stale).digest('hex').slice(0, 16)}`;
  take(claim, self, directory);
  try {
    if (read(file) !== stale) return false;
    writeFileSync(`${claim}.new`, self);
    renameSync(`${claim}.new`, file);
    return true;
  } finally {
    rmSync(claim, { force: true });
  }
}

/** What is in the lock; undefined when it has been given back meanwhile. */
function read(file: string): string | undefined {
  const until = Date.now() + maxWriteMilliseconds;
  for (;;) {
    try {
      const text = readFileSync(file, 'utf8');
      if (text !== '' || Date.now() > until) return text;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
  }
}

function holderOf(text: string): Holder | undefined {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return undefined;
  }
}

function isRunning({ pid, startedAt }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Another user's process runs, too.
    if (codeOf(error) !== 'EPERM') return false;
  }
  return startOf(pid) === startedAt;
}

/**
 * When a process began; empty for one that does not run. On Linux in ticks since the start of this boot, because what `ps`
 * computes from them moves with the clock; elsewhere as `ps` prints it.
 */
function startOf(pid: number): string {
  try {
    // The second field, the program's name, may hold spaces and parentheses.
    const [state, ...fields] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    if (state === 'Z') return '';
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[18]}`;
  } catch {
    return printedStartOf(pid);
  }
}

function printedStartOf(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return '';
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
