import { expect, test } from 'vitest';
import { missingPackages } from '../../../scripts/programs/missing-packages.mjs';

const lock = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/ajv': { version: '8.20.0', integrity: 'sha512-a' },
    'node_modules/esbuild/node_modules/left': { version: '1.0.0', integrity: 'sha512-b' },
    'node_modules/@esbuild/aix': { version: '1.0.0', integrity: 'sha512-c', optional: true },
    'node_modules/our-package': { link: true },
  },
};
const installed = {
  packages: {
    'node_modules/ajv': { version: '8.20.0', integrity: 'sha512-a' },
    'node_modules/esbuild/node_modules/left': { version: '1.0.0', integrity: 'sha512-b' },
  },
};

test('nothing is missing when all that this platform needs is installed', () => {
  expect(missingPackages(lock, installed)).toEqual([]);
});

test('nothing installed: everything that is not optional is missing', () => {
  expect(missingPackages(lock, undefined)).toEqual(['ajv', 'left']);
});

test.each([
  ['another version', { version: '8.19.0', integrity: 'sha512-a' }],
  ['other bytes', { version: '8.20.0', integrity: 'sha512-x' }],
])('%s is as good as none', (_, ajv) => {
  expect(missingPackages(lock, { packages: { ...installed.packages, 'node_modules/ajv': ajv } })).toEqual(['ajv']);
});

test('so is another version of an optional package', () => {
  const wrong = { version: '0.9.0', integrity: 'sha512-c' };
  expect(missingPackages(lock, { packages: { ...installed.packages, 'node_modules/@esbuild/aix': wrong } })).toEqual([
    '@esbuild/aix',
  ]);
});
