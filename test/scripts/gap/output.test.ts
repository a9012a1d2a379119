import { expect, test } from 'vitest';
import { type Column, formatJson, formatTable } from '../../../scripts/gap/output.ts';

const columns: Column[] = [
  { name: 'type', kind: 'text' },
  { name: 'events', kind: 'number' },
  { name: 'live', kind: 'boolean' },
];

test('a table has numbers to the right and nothing for NULL', () => {
  const rows = [
    ['login', '7', 'true'],
    ['match_end', '12', undefined],
  ];
  expect(formatTable(columns, rows).split('\n')).toEqual([
    'type       events  live',
    '---------  ------  ----',
    'login           7  true',
    'match_end      12',
  ]);
});

test.each([
  ['a whole number beyond 2^53', '12345678901234567890', '12345678901234567890'],
  ['a decimal', '1.10', '1.10'],
  ['an exponent', '1.0E10', '1.0E10'],
  ['not a number', 'NaN', '"NaN"'],
  ['NULL', undefined, 'null'],
])('JSON keeps %s as it was printed', (_, value, expected) => {
  expect(formatJson([{ name: 'n', kind: 'number' }], [[value]])).toBe(`[{"n":${expected}}]`);
});

test('JSON has text quoted and booleans bare', () => {
  expect(JSON.parse(formatJson(columns, [['a "b"', '1', 'false']]))).toEqual([
    { type: 'a "b"', events: 1, live: false },
  ]);
});
