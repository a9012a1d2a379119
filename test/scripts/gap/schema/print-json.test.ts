import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { printJson } from '../../../../scripts/gap/schema/print-json.ts';

const long = (count: number) => Array.from({ length: count }, (_, index) => `value_${index}`);

test.each<[string, unknown]>([
  ['objects in objects', { a: { b: { c: 1 } }, d: null, e: true }],
  ['empty ones', { a: {}, b: [] }],
  ['short lists', { a: ['x', 'y'], b: [1, 2.5], c: [true, null] }],
  ['lists that fill the line', { a: long(11), ab: long(11), abc: long(11), abcd: long(11), abcde: long(11) }],
  ['lists that are longer than a line', { a: long(40) }],
  ['numbers that are more than a line', { a: Array.from({ length: 90 }, (_, index) => index * 1000) }],
  [
    'lists of objects',
    {
      a: [{ b: 1 }, { b: [1] }],
      c: [[1], [2]],
      d: [
        [1, 2],
        [3, 4],
      ],
      e: [[], ['x']],
    },
  ],
  ['texts with quotes', { a: '"quoted" \\ \n é' }],
])('%s are printed as the formatter leaves them', (_, value) => {
  const text = printJson(value);
  const formatted = execFileSync('node_modules/.bin/biome', ['format', '--stdin-file-path=a.json'], {
    input: text,
    encoding: 'utf8',
  });
  expect(text).toBe(formatted);
  expect(JSON.parse(text)).toEqual(value);
});

test('members without a value are left out', () => {
  expect(printJson({ a: undefined, b: 1 })).toBe('{\n  "b": 1\n}\n');
});
