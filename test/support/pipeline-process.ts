import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { RunFile } from 'assembly-runtime';

/** The pipeline as a process of its own, started with the command of the README, so that it can be killed. */
export interface PipelineProcess {
  readonly child: ChildProcess;
  readonly file: RunFile;
}

const launcher = new URL('../../scripts/run.mjs', import.meta.url).pathname;

/** Resolves at the line `ready`. Throws with what it printed when it ends before. */
export async function startProcess(state: string, config: string, ...more: string[]): Promise<PipelineProcess> {
  const options = ['--config', config, '--state', state, '--port', '0', '--buffer-seconds', '1', ...more];
  const child = spawn(process.execPath, [launcher, 'scripts/start.ts', ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  child.stderr.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the pipeline ended with ${code}: ${printed}`);
  });
  const ready = (async () => {
    for await (const line of createInterface({ input: child.stdout })) if (line.startsWith('ready ')) return;
    await ended;
  })();
  await Promise.race([ready, ended]);
  ended.catch(() => {});
  child.stdout.resume();
  return { child, file: JSON.parse(readFileSync(join(state, 'run.json'), 'utf8')) as RunFile };
}

export async function stopProcess({ child }: PipelineProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
  const exited = once(child, 'exit');
  child.kill(signal);
  const [code] = await exited;
  return code as number | null;
}
