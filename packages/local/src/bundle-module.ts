import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const target = fileURLToPath(new URL('../../../.build/modules', import.meta.url));
const bundled = new Map<string, Promise<string>>();

/** A module of this package as JavaScript, which a thread or a process loads without a TypeScript loader. Built once per process. */
export function bundleModule(source: string): Promise<string> {
  const known = bundled.get(source) ?? bundle(source);
  bundled.set(source, known);
  return known;
}

async function bundle(source: string): Promise<string> {
  const name = basename(source, '.ts');
  const { outputFiles } = await build({
    entryPoints: [source],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external: ['@duckdb/*'],
    outdir: target,
    logLevel: 'silent',
  });
  const digest = createHash('sha256');
  for (const { contents } of outputFiles) digest.update(contents);
  const directory = join(target, `${name}-${digest.digest('hex').slice(0, 16)}`);
  const file = join(directory, `${name}.mjs`);
  if (existsSync(file)) return file;
  const unfinished = `${directory}.${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  for (const { contents } of outputFiles) await writeFile(join(unfinished, `${name}.mjs`), contents);
  // Another process may have been faster: what it made is the same.
  await rename(unfinished, directory).catch(() => rm(unfinished, { recursive: true, force: true }));
  return file;
}
