import { expect, test } from 'vitest';
import { batchesOf } from '../../../../scripts/gap/send/wait-until-queryable.ts';

test.each([
  ['none', [], []],
  ['those that fit', ['a', 'b'], [['a', 'b']]],
  ['those that do not fit', ['a', 'b', 'c'], [['a', 'b'], ['c']]],
  ['one that is longer', ['a', 'longer than eight', 'b'], [['a'], ['longer than eight'], ['b']]],
  ['quotes, which are doubled', ["'", 'b'], [["'"], ['b']]],
  ['characters of several bytes', ['\u{1f3ae}', 'b'], [['\u{1f3ae}'], ['b']]],
])('keys are asked for in lists of a bounded size: %s', (_, keys, expected) => {
  expect([...batchesOf(keys, 8)]).toEqual(expected);
});
