import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { Statement } from './sql/syntax.ts';

const here = import.meta.dirname;
const target = fileURLToPath(new URL('../../../../../../.build/flink', import.meta.url));
let built: Promise<string> | undefined;

/**
 * Folder of JavaScript modules that a thread can load by itself: `application-worker.mjs` and `read-statements.mjs`.
 * The SQL parser's package is written for bundlers: Node.js cannot load it as it is, and as one file it loads ten times
 * as fast. Built once in a process, when a job is first run.
 */
export function codeDirectory(): Promise<string> {
  built ??= buildCode();
  return built;
}

async function buildCode(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(here, 'application-worker.ts'), join(here, 'sql', 'read-statements.ts')],
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

/** The statements of a job's SQL, in order. Throws FlinkSqlError for what the window runner does not do. */
export async function readJob(sql: string): Promise<Statement[]> {
  const file = join(await codeDirectory(), 'read-statements.mjs');
  const { readStatements }: { readStatements: (sql: string) => Statement[] } = await import(pathToFileURL(file).href);
  return readStatements(sql);
}
