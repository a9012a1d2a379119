import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const launcher = join(repository, 'scripts/run.mjs');
const folders = ['functions', 'infrastructure', 'schemas', 'sql'];
/** An editor that saves all of its files makes many changes. */
const quietMilliseconds = 300;

/** Runs `npm start` as a process of its own, and again after each change of what it runs. Ends with Ctrl-C. */
export async function restartOnChange(config: string): Promise<void> {
  const changes = watchSources(config);
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());
  const args = process.argv.slice(2).filter((word) => word !== '--watch');
  while (!stopping.signal.aborted) {
    const child = launch('scripts/start.ts', args);
    const changed = await Promise.race([changes.next(), aborted(stopping.signal)]);
    await end(child);
    if (changed === undefined) break;
    process.stderr.write(`${changed} has changed: starting again …\n`);
    // What follows from the schemas is committed; the functions are bundled from it.
    if (changed.startsWith('schemas')) await once(launch('scripts/generate.ts', []), 'exit');
    // Only the first start clears the state.
    for (const word of args.splice(0)) if (word !== '--reset') args.push(word);
  }
  process.exit(0);
}

function launch(script: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [launcher, script, ...args], { stdio: 'inherit' });
}

/** A process that gave up, for a schema that is not right, waits for the next change. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

async function aborted(signal: AbortSignal): Promise<undefined> {
  if (!signal.aborted) await once(signal, 'abort');
  return undefined;
}

/** `next` answers the name of a file that changed, when nothing changes any more. */
function watchSources(config: string): { next(): Promise<string> } {
  let waiting: ((name: string) => void) | undefined;
  let missed: string | undefined;
  const tell = (name: string) => {
    // Written by `npm run generate` itself.
    if (name.startsWith(join('schemas', 'generated'))) return;
    if (waiting === undefined) missed = name;
    else waiting(name);
    waiting = undefined;
  };
  for (const folder of folders)
    watch(join(repository, folder), { recursive: true }, (_, name) => tell(join(folder, name ?? '')));
  watch(resolve(config), () => tell(config));
  return {
    async next() {
      const name =
        missed ??
        (await new Promise<string>((resolve) => {
          waiting = resolve;
        }));
      await sleep(quietMilliseconds);
      missed = undefined;
      return name;
    },
  };
}
