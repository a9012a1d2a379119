import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Connection } from '../scripts/gap/connection.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Where one application's events are posted. */
export interface Target {
  readonly url: string;
  readonly key: string;
}

export const defaultConfig = readFileSync(join(root, 'config.yaml'), 'utf8');

/** Runs the pipeline of a config as a process of its own, as long as `use` takes; its state goes with it. */
export async function withPipeline<T>(config: string, use: (state: string, pid: number) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'gap-bench-'));
  const [file, state] = [join(directory, 'config.yaml'), join(directory, 'run')];
  writeFileSync(file, config);
  const options = ['--config', file, '--state', state, '--port', '0'];
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'scripts/start.ts'), ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    for await (const chunk of child.stdout) if (String(chunk).includes('ready ')) break;
    child.stdout.resume();
    return await use(state, child.pid ?? 0);
  } finally {
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A new application with a key. */
export async function createTarget(connection: Connection, name: string): Promise<Target> {
  const { ApplicationId } = (await connection.admin('POST', '/applications', { Name: name })) as {
    ApplicationId: string;
  };
  const path = `/applications/${ApplicationId}`;
  const { ApiKeyValue } = (await connection.admin('POST', `${path}/authorizations`, { Name: 'bench' })) as {
    ApiKeyValue: string;
  };
  return { url: `${connection.api}${path}/events`, key: ApiKeyValue };
}
