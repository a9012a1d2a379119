#!/usr/bin/env node
// Runs a program of this project: node scripts/run.mjs scripts/start.ts --port 0
import { fileURLToPath, pathToFileURL } from 'node:url';
import { installFirst } from './install-first.mjs';

/** @param {string} entry path below the repository; `args` are its arguments */
export async function runProgram(entry, args) {
  const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
  installFirst(root);
  const { bundleProgram } = await import('./programs/bundle-program.mjs');
  const file = await bundleProgram(root, entry);
  process.argv = [process.execPath, `${root}/${entry}`, ...args];
  await import(pathToFileURL(file).href);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [entry = '', ...args] = process.argv.slice(2);
  await runProgram(entry, args);
}
