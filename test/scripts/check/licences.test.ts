import { expect, test } from 'vitest';
import { type Lock, readLock, refusedLicences, unfixedPackages } from '../../../scripts/check/licences.ts';

const lock = readLock('package-lock.json');
const one = (locked: Lock['packages'][string]): Lock => ({ packages: { 'node_modules/one': locked } });

test('every package has a permissive licence', () => {
  expect(refusedLicences(lock)).toEqual([]);
});

test('the lock file fixes the bytes of every package for every platform', () => {
  expect(unfixedPackages(lock)).toEqual([]);
  for (const platform of ['linux-arm64', 'darwin-arm64', 'win32-x64'])
    expect(lock.packages).toHaveProperty([`node_modules/@esbuild/${platform}`, 'integrity']);
});

test.each([
  ['AGPL-3.0', ['one: AGPL-3.0']],
  [undefined, ['one: no licence']],
  ['MIT AND GPL-3.0-only', ['one: MIT AND GPL-3.0-only']],
  ['(MIT OR GPL-3.0-or-later)', []],
  ['Apache-2.0', []],
])('the licence %s is judged', (license, refused) => {
  expect(refusedLicences(one(license === undefined ? {} : { license }))).toEqual(refused);
});

test('a package without integrity is named', () => {
  expect(unfixedPackages(one({ version: '1.0.0' }))).toEqual(['one']);
});
