import { expect, test } from 'vitest';
import { announce } from '../../scripts/announce.ts';

const file = {
  pid: 1,
  api: 'http://127.0.0.1:4566/live',
  aws: 'http://127.0.0.1:4567',
  console: 'http://127.0.0.1:4568/',
  clickhouse: 'http://pipeline:secret@127.0.0.1:8123',
  region: 'us-east-1',
  accessKeyId: 'AKIA',
  secretAccessKey: 'x',
  outputs: {},
};

test('the addresses stand below each other, without a password', () => {
  const lines = announce(file, '.local');
  expect(lines.slice(1, 5)).toEqual([
    '  API           http://127.0.0.1:4566/live',
    '  console       http://127.0.0.1:4568/',
    '  ClickHouse    http://127.0.0.1:8123 (user and password: run.json)',
    '  AWS endpoint  http://127.0.0.1:4567',
  ]);
  expect(lines.join('\n')).not.toContain('secret');
});

test.each([
  ['.local', 'npx gap apps create "My game")'],
  ["it's here", `npx gap apps create "My game" --state 'it'\\''s here')`],
])('the first event goes to the pipeline on %s', (state, command) => {
  expect(announce(file, state).join('\n')).toContain(command);
});
