import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryDirectory } from 'assembly-runtime/testing/temporary-directory.ts';
import { expect, test } from 'vitest';

const scripts = fileURLToPath(new URL('../../../scripts/', import.meta.url));

function checkout(wanted: string): string {
  const root = temporaryDirectory();
  mkdirSync(join(root, 'scripts/programs'), { recursive: true });
  for (const file of ['install-first.mjs', 'programs/missing-packages.mjs'])
    cpSync(join(scripts, file), join(root, 'scripts', file));
  const packages = { 'node_modules/ajv': { version: wanted, integrity: 'sha512-a' } };
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages }));
  return root;
}

function modules(directory: string, version: string): string {
  mkdirSync(directory, { recursive: true });
  const packages = { 'node_modules/ajv': { version, integrity: 'sha512-a' } };
  writeFileSync(join(directory, '.package-lock.json'), JSON.stringify({ packages }));
  return directory;
}

/** `npm` must not be started: without a PATH there is none. */
const installFirst = (root: string) =>
  spawnSync(process.execPath, ['scripts/install-first.mjs'], { cwd: root, env: { PATH: '' }, encoding: 'utf8' });

test('a copied node_modules, older than the lock file, is not installed again', () => {
  const root = checkout('8.20.0');
  utimesSync(join(modules(join(root, 'node_modules'), '8.20.0'), '.package-lock.json'), 0, 0);
  expect(installFirst(root)).toMatchObject({ status: 0, stderr: '' });
});

test('what the lock file asks for and is not there is installed', () => {
  const root = checkout('8.20.0');
  expect(installFirst(root)).toMatchObject({ status: 1, stderr: 'Installing dependencies (npm ci), once …\n' });
});

test('a node_modules that is a link to another checkout’s is never emptied', () => {
  const root = checkout('8.20.0');
  const others = modules(join(temporaryDirectory(), 'node_modules'), '8.19.0');
  symlinkSync(others, join(root, 'node_modules'));
  const { status, stderr } = installFirst(root);
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: expect.stringMatching(/^node_modules is a link to .*, which does not have .* \(ajv\): run npm ci there/),
  });
  expect(existsSync(join(others, '.package-lock.json'))).toBe(true);
});
