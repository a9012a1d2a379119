import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCached, writeCached } from 'bundle-cache';
import { type BuildOptions, buildSync } from 'esbuild';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const buildDirectory = join(repository, '.build', 'functions');
const moduleDirectory = join(repository, '.build', 'modules');

/** Packages of CommonJS that end up in the bundle call `require` for Node's own modules; an ES module has none. */
const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** Texts by file name. */
export type Files = Readonly<Record<string, string>>;

/**
 * Bundles `functions/<name>/handler.ts` (`endpoint/authorize-events`) with everything it imports, the AWS SDK too, so
 * that what runs is what was tested. Answers the folder with `index.mjs` and, beside it, the `files`. The same sources give
 * the same bytes; the folder's name is their hash, so runs at the same time do not disturb each other.
 */
export function bundle(name: string, files: Files = {}): string {
  const code = bundled.get(name) ?? bundleHandler(name);
  bundled.set(name, code);
  const hash = createHash('sha256').update(code);
  for (const [file, text] of Object.entries(files)) hash.update(`\n${file} ${text.length}\n${text}`);
  const folder = join(buildDirectory, name, hash.digest('hex').slice(0, 16));
  if (!existsSync(folder)) writeWhole(folder, code, files);
  return folder;
}

/** Code by name, for this process: sources do not change while it runs. */
const bundled = new Map<string, Uint8Array>();

function bundleHandler(name: string): Uint8Array {
  const entry = join(repository, 'functions', name, 'handler.ts');
  if (!existsSync(entry)) throw new Error(`functions/${name}/handler.ts is missing`);
  return bundleModule(entry);
}

const options = {
  absWorkingDir: repository,
  bundle: true,
  platform: 'node',
  // Lambda runs Node 24; the same file runs here on Node 20.
  target: 'node20',
  format: 'esm',
  mainFields: ['module', 'main'],
  minify: true,
  keepNames: true,
  legalComments: 'none',
  banner: { js: banner },
  logLevel: 'silent',
} satisfies BuildOptions;

/** An ES module with everything that it imports, as one file; bundled again only after one of its sources has changed. */
export function bundleModule(entry: string): Uint8Array {
  const record = join(moduleDirectory, `${relative(repository, entry).replaceAll(/[^a-z0-9-]/gi, '-')}.json`);
  const key = { root: repository, settings: JSON.stringify({ ...options, absWorkingDir: '' }) };
  const cached = readCached(record, key);
  if (cached !== undefined && existsSync(cached)) return readFileSync(cached);
  const { outputFiles, metafile } = buildSync({ ...options, entryPoints: [entry], write: false, metafile: true });
  const code = outputFiles[0]?.contents;
  if (code === undefined) throw new Error(`esbuild wrote nothing for ${entry}`);
  const folder = join(moduleDirectory, createHash('sha256').update(code).digest('hex').slice(0, 16));
  if (!existsSync(folder)) writeFolder(folder, (staging) => writeFileSync(join(staging, 'module.mjs'), code));
  const output = join(folder, 'module.mjs');
  writeCached(record, { ...key, inputs: Object.keys(metafile.inputs), output });
  return code;
}

function writeWhole(folder: string, code: Uint8Array, files: Files): void {
  writeFolder(folder, (staging) => {
    writeFileSync(join(staging, 'index.mjs'), code);
    for (const [file, text] of Object.entries(files)) writeFileSync(join(staging, file), text);
  });
}

/** The folder is there with all that `write` puts into it, or not at all. */
export function writeFolder(folder: string, write: (staging: string) => void): void {
  mkdirSync(dirname(folder), { recursive: true });
  const staging = mkdtempSync(`${folder}-`);
  write(staging);
  try {
    renameSync(staging, folder);
  } catch (error) {
    rmSync(staging, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
}
