import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from 'assembly-runtime/testing/temporary-directory.ts';
import { readCached, writeCached } from 'bundle-cache';
import { beforeEach, expect, test } from 'vitest';

const settings = 'minify';
let root = '';
const recordFile = () => join(root, 'cache', 'record.json');
const read = () => readCached(recordFile(), { root, settings });

beforeEach(() => {
  root = temporaryDirectory();
  for (const file of ['package-lock.json', 'one.ts', 'two.ts']) writeFileSync(join(root, file), file);
  const inputs = ['two.ts', 'one.ts', 'node_modules/ajv/index.js'];
  writeCached(recordFile(), { root, settings, inputs, output: 'bundle.mjs' });
});

test('an output stays as long as what it was made from', () => {
  expect(read()).toBe('bundle.mjs');
});

test.each(['one.ts', 'two.ts', 'package-lock.json'])('a change of %s makes it stale', (file) => {
  writeFileSync(join(root, file), 'changed');
  expect(read()).toBeUndefined();
});

test('so does a file that is gone', () => {
  rmSync(join(root, 'two.ts'));
  expect(read()).toBeUndefined();
});

test('so do other settings', () => {
  expect(readCached(recordFile(), { root, settings: 'readable' })).toBeUndefined();
});

test('a damaged record is none', () => {
  writeFileSync(recordFile(), '{');
  expect(read()).toBeUndefined();
});
