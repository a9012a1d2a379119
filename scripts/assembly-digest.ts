import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('..', import.meta.url));

/** Everything that the synthesis reads: its code, what that bundles and describes, and the versions of the libraries. */
const folders = ['infrastructure', 'functions', 'schemas', 'sql', 'packages/sql/src', 'packages/bundle-cache/src'];
const files = ['package-lock.json', 'tsconfig.json', 'scripts/synth.ts'];
/** What `npm run engines` may have built: too large to be read at every start. */
const built = ['.engines/flink/flink-sql-runner.jar'];

/**
 * Digest of what a cloud assembly follows from: as long as it stays, so does the assembly. Undefined when the config
 * cannot be read.
 */
export function assemblyDigest(config: string, root = repository): string | undefined {
  try {
    return digestWith(readFileSync(config), root);
  } catch (error) {
    if (error instanceof Error && 'path' in error && error.path === config) return undefined;
    throw error;
  }
}

/** The same for the text of a config. */
export function digestWith(config: string | Uint8Array, root = repository): string {
  const hash = createHash('sha256').update(process.version).update(config);
  const found = folders.flatMap((folder) =>
    (existsSync(join(root, folder)) ? readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }) : [])
      .map((name) => join(root, folder, name))
      .filter((file) => statSync(file).isFile()),
  );
  for (const file of [...files.map((name) => join(root, name)), ...found.sort()]) {
    const content = readFileSync(file);
    hash.update(`\n${file} ${content.length}\n`).update(content);
  }
  for (const file of built) {
    const { size, mtimeMs } = statSync(join(root, file), { throwIfNoEntry: false }) ?? {};
    hash.update(`\n${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}
