import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { RunFile } from 'assembly-runtime';
import type { PipelineProcess } from './pipeline-process.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const parts = ['functions', 'infrastructure', 'packages', 'schemas', 'scripts', 'sql', 'package.json', 'tsconfig.json'];

/** A second copy of the project, whose files may be changed and whose scripts run as users run them. */
export class Checkout {
  readonly directory: string;

  /** Copies the project into a new folder, with the libraries of this one. */
  constructor(directory: string) {
    this.directory = directory;
    mkdirSync(directory, { recursive: true });
    for (const part of [...parts, 'package-lock.json', 'docs'])
      cpSync(join(repository, part), join(directory, part), { recursive: true });
    symlinkSync(join(repository, 'node_modules'), join(directory, 'node_modules'));
  }

  /** Runs a script to its end. Throws with what it printed when it fails. */
  async run(script: string, ...args: string[]): Promise<string> {
    const child = this.#spawn(script, args);
    const printed = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const)
      child[name].on('data', (chunk: Buffer) => {
        printed[name] += chunk.toString();
      });
    const [code] = await once(child, 'close');
    if (code !== 0) throw new Error(`${basename(script)} ended with ${code}: ${printed.stderr}`);
    return printed.stdout;
  }

  /** Starts the pipeline; resolves at the line `ready`. Throws with what it printed when it ends before. */
  async start(state: string, config: string): Promise<PipelineProcess> {
    const options = ['--config', config, '--state', state, '--port', '0', '--buffer-seconds', '1'];
    const child = this.#spawn('scripts/start.ts', options);
    let printed = '';
    child.stderr.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
    for await (const line of createInterface({ input: child.stdout })) {
      if (!line.startsWith('ready ')) continue;
      child.stdout.resume();
      return { child, file: JSON.parse(readFileSync(join(state, 'run.json'), 'utf8')) as RunFile };
    }
    throw new Error(`the pipeline did not start: ${printed}`);
  }

  #spawn(script: string, args: readonly string[]) {
    return spawn(process.execPath, ['--import', 'tsx', join(this.directory, script), ...args], {
      cwd: this.directory,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }
}
