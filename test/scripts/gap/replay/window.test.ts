import { expect, test } from 'vitest';
import { UsageError } from '../../../../scripts/gap/errors.ts';
import { isWithin, parseTime, windowBetween } from '../../../../scripts/gap/replay/window.ts';

test.each([
  ['2026-11-21', '2026-11-21T00:00:00.000Z'],
  ['2026-11-21T13:05', '2026-11-21T13:05:00.000Z'],
  ['2026-11-21T13:05:07', '2026-11-21T13:05:07.000Z'],
  ['2026-11-21T13:05:07.5Z', '2026-11-21T13:05:07.500Z'],
  ['2026-11-21T13:05:07.123+02:00', '2026-11-21T11:05:07.123Z'],
  ['2024-02-29', '2024-02-29T00:00:00.000Z'],
])('%s is a time in UTC', (text, iso) => {
  expect(new Date(parseTime('--since', text)).toISOString()).toBe(iso);
});

test.each([
  '',
  'yesterday',
  '2026-02-30',
  '2026-13-01',
  '2026-11-21T25:00',
  '21.11.2026',
  '1763730000',
  '2026-11-21 13:00',
])('%j is none', (text) => {
  expect(() => parseTime('--since', text)).toThrow(UsageError);
  expect(() => parseTime('--until', text)).toThrow(/^--until takes/);
});

test('a window begins with its first moment and ends before its last', () => {
  const window = windowBetween(10, 20);
  expect([9, 10, 19, 20].map((time) => isWithin(window, time))).toEqual([false, true, true, false]);
  expect(() => windowBetween(20, 20)).toThrow(UsageError);
});
