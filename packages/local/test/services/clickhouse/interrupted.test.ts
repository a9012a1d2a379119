import { spawn } from 'node:child_process';
import { on } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../../../testing/temporary-directory.ts';

const program = fileURLToPath(new URL('./query-when-interrupted.ts', import.meta.url));

it('answers until the run closes it after a Ctrl-C, which a terminal sends to every process of the run', async () => {
  const run = spawn(process.execPath, ['--import', 'tsx', program, temporaryDirectory()], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const lines: string[] = [];
  for await (const [line] of on(createInterface({ input: run.stdout }), 'line', { close: ['close'] })) {
    lines.push(line);
    if (line === 'ready') process.kill(-Number(run.pid), 'SIGINT');
  }
  expect(lines).toEqual(['ready', 'answer 42, 0 restarts']);
});
