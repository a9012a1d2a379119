import { expect, test } from 'vitest';
import { type Column, formatCsv, formatJson, formatTable } from '../../../scripts/gap/output.ts';

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

test('a row that is wider than the terminal is shown as a block', () => {
  const rows = [
    ['login', '7', 'true'],
    ['match_end', '12', undefined],
  ];
  expect(formatTable(columns, rows, 23)).toContain('----');
  expect(formatTable(columns, rows, 22).split('\n')).toEqual([
    '── row 1 ──',
    'type    login',
    'events  7',
    'live    true',
    '── row 2 ──',
    'type    match_end',
    'events  12',
    'live',
  ]);
});

test.each([
  ['1.7646021E9', '1764602100'],
  ['1.764602100125E9', '1764602100.125'],
  ['-1.5E-3', '-0.0015'],
  ['1.0E0', '1'],
  ['1.0E300', '1.0E300'],
  ['NaN', 'NaN'],
  ['1.10', '1.10'],
])('the number %s is shown as %s', (printed, shown) => {
  expect(
    formatTable([{ name: 'n', kind: 'number' }], [[printed]])
      .split('\n')[2]
      ?.trim(),
  ).toBe(shown);
});

test.each([
  ['2026-12-01 16:03:17.000', '2026-12-01 16:03:17'],
  ['2026-12-01 16:03:18.522', '2026-12-01 16:03:18.522'],
  ['version 1.000', 'version 1.000'],
])('the text %s is shown as %s', (printed, shown) => {
  expect(formatTable([{ name: 't', kind: 'text' }], [[printed]]).split('\n')[2]).toBe(shown);
});

test('a cell cannot leave its row or reach the terminal', () => {
  const rows = [['a\nb\x1b[31m\u202e\u009b', '1', 'true']];
  expect(formatTable(columns, rows).split('\n')[2]).toBe('a\\nb\\u001b[31m\\u202e\\u009b       1  true');
});

test('CSV quotes what needs it and tells NULL from an empty text', () => {
  const rows = [
    ['a "b"', '1.0E10', undefined],
    ['c,\nd', '', ''],
  ];
  expect(formatCsv(columns, rows)).toBe('type,events,live\r\n"a ""b""",1.0E10,\r\n"c,\nd","",""');
});
