import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = import.meta.dirname;
const target = fileURLToPath(new URL('../../../../../../.build/flink', import.meta.url));
let built: Promise<string> | undefined;

/**
 * The folder of `application-worker.mjs`, which a thread can load without a TypeScript loader. Built once per process, when
 * the first job starts.
 */
export function codeDirectory(): Promise<string> {
  built ??= buildCode();
  return built;
}

async function buildCode(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(here, 'application-worker.ts')],
    bundle: true,
    splitting: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external: ['@duckdb/*'],
    outdir: target,
    entryNames: '[name]',
    outExtension: { '.js': '.mjs' },
    logLevel: 'silent',
  });
  const digest = createHash('sha256');
  for (const { path, contents } of outputFiles) digest.update(path).update(contents);
  const directory = join(target, digest.digest('hex').slice(0, 16));
  if (existsSync(directory)) return directory;
  const unfinished = `${directory}.${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  for (const { path, contents } of outputFiles) await writeFile(join(unfinished, basename(path)), contents);
  // Another process may have been faster: what it made is the same.
  await rename(unfinished, directory).catch(() => rm(unfinished, { recursive: true, force: true }));
  return directory;
}
