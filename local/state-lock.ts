import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Holder {
  pid: number;
  /** When that process began, as `ps` prints it: a process id alone may be another program's by now. */
  startedAt: string;
}

/**
 * Takes the state directory for this process and returns the function that gives it back.
 * Throws, naming the directory and the other process, when one that still runs has it; a lock that a killed process
 * left behind is taken over.
 */
export function lockState(directory: string): () => void {
  const file = join(directory, 'lock');
  mkdirSync(directory, { recursive: true });
  const self: Holder = { pid: process.pid, startedAt: startOf(process.pid) };
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(file, JSON.stringify(self), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      const holder = readHolder(file);
      if (attempt > 0 || (holder && isRunning(holder))) {
        throw new Error(
          holder
            ? `${directory} is in use by process ${holder.pid}: stop it, or choose another --state`
            : String(error),
        );
      }
      rmSync(file, { force: true });
    }
  }
}

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

function isRunning({ pid, startedAt }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return startOf(pid) === startedAt;
}

/** Empty for a process that does not run. `lstart` is known to ps on Linux and macOS alike. */
function startOf(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    }).trim();
  } catch {
    return '';
  }
}
