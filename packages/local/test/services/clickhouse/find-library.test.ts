import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findLibrary } from '../../../src/services/clickhouse/find-library.ts';

test('ClickHouse is among the packages of this machine', () => {
  const { file, foreignFunctions } = findLibrary();
  expect([file, foreignFunctions].filter((path) => !existsSync(path))).toEqual([]);
});

test.each([
  ['win32', 'x64', 'run the pipeline in WSL 2'],
  ['linux', 's390x', 'it exists for darwin-arm64, darwin-x64, linux-arm64, linux-x64'],
  ['darwin', 'x64', 'run `npm ci` without --omit=optional'],
])('on %s-%s, where it is not, one line says what to do', (platform, architecture, hint) => {
  expect(() => findLibrary(platform, architecture)).toThrow(new RegExp(`^ClickHouse [^\\n]*${hint}[^\\n]*$`));
});
