import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from 'assembly-runtime/testing/temporary-directory.ts';
import { expect, test } from 'vitest';
import { assemblyDigest } from '../../scripts/assembly-digest.ts';

const sources = [
  'config.yaml',
  'package-lock.json',
  'tsconfig.json',
  'scripts/synth.ts',
  'infrastructure/endpoint/templates/request.vtl',
  'functions/stream/transform-events/handler.ts',
  'schemas/api/openapi.yaml',
  'sql/tables/athena/events.sql',
  'packages/sql/src/index.ts',
  'packages/bundle-cache/src/bundle-cache.mjs',
];

function repository(): string {
  const root = temporaryDirectory();
  for (const source of sources) {
    mkdirSync(join(root, source, '..'), { recursive: true });
    writeFileSync(join(root, source), source);
  }
  return root;
}

const digestOf = (root: string) => assemblyDigest(join(root, 'config.yaml'), root);

test.each(sources)('a change of %s makes the assembly another', (source) => {
  const root = repository();
  const before = digestOf(root);
  expect(digestOf(root)).toBe(before);
  writeFileSync(join(root, source), 'changed');
  expect(digestOf(root)).not.toBe(before);
});

test('so does a file more', () => {
  const root = repository();
  const before = digestOf(root);
  writeFileSync(join(root, 'functions/more.ts'), '');
  expect(digestOf(root)).not.toBe(before);
});

test('so does a runner that was built', () => {
  const root = repository();
  const before = digestOf(root);
  mkdirSync(join(root, '.engines/flink'), { recursive: true });
  writeFileSync(join(root, '.engines/flink/flink-sql-runner.jar'), '');
  expect(digestOf(root)).not.toBe(before);
});

test('a config that is not there has none', () => {
  expect(assemblyDigest(join(temporaryDirectory(), 'config.yaml'))).toBeUndefined();
});
