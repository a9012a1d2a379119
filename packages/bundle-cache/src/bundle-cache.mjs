// Plain JavaScript: the launcher of the command line loads it before anything can load TypeScript.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

/** Packages are not hashed file by file: the lock file says which versions are installed. */
const lockFile = 'package-lock.json';
const installed = `node_modules${sep}`;

export function readCached(recordFile, { root, settings }) {
  const record = readRecord(recordFile);
  if (record?.settings !== settings) return undefined;
  const digest = digestOf(root, record.inputs);
  return digest !== undefined && digest === record.digest ? record.output : undefined;
}

export function writeCached(recordFile, { root, settings, inputs, output }) {
  const own = inputs.filter((input) => !input.split('/').join(sep).includes(installed)).sort();
  const digest = digestOf(root, own);
  if (digest === undefined) return;
  mkdirSync(dirname(recordFile), { recursive: true });
  // By rename: another process reads all of it or the earlier one.
  const unfinished = `${recordFile}.${process.pid}`;
  writeFileSync(unfinished, JSON.stringify({ settings, digest, output, inputs: own }));
  renameSync(unfinished, recordFile);
}

function readRecord(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Undefined when a file is gone. */
function digestOf(root, inputs) {
  const hash = createHash('sha256');
  try {
    for (const input of [lockFile, ...inputs]) {
      const content = readFileSync(join(root, input));
      hash.update(`\n${input} ${content.length}\n`).update(content);
    }
  } catch {
    return undefined;
  }
  return hash.digest('hex');
}
