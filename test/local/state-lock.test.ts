import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lockState } from '../../local/state-lock.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

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
