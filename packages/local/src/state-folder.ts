import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lockState } from './state-lock.ts';

/**
 * Makes the state folder and takes it for this process; returns what gives it back. It is the owner's alone, as is all
 * that this process and its children write from now on. Throws when another run has it.
 */
export async function takeStateFolder(folder: string): Promise<() => void> {
  try {
    process.umask(0o077);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
    return lockState(folder);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new Error(`the state directory ${folder} cannot be used: ${error.message}`, { cause: error });
  }
}

/** Clears what an earlier run left that no longer holds, with `reset` everything. The lock stays: this process has it. */
export async function prepareStateFolder(folder: string, { reset }: { readonly reset: boolean }): Promise<void> {
  const stale = reset ? (await readdir(folder)).filter((name) => name !== 'lock') : ['run.json'];
  for (const name of stale) await rm(join(folder, name), { recursive: true, force: true });
  // As on Lambda, a function's `.js` file is CommonJS, whatever a package.json further up says.
  await writeFile(join(folder, 'package.json'), '{ "type": "commonjs" }\n');
}
