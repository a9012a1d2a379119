import { describe, expect, it, test } from 'vitest';
import { scheduleTimes } from '../../../src/services/scheduler/schedule-expression.ts';

const time = (text: string) => Date.parse(`${text}Z`);

describe('the next time of an expression', () => {
  test.each([
    ['rate(1 hour)', '2026-11-21T12:34:56', '2026-11-21T13:34:56'],
    ['rate(5 minutes)', '2026-11-21T12:34:56', '2026-11-21T12:39:56'],
    ['rate(2 days)', '2026-11-21T12:34:56', '2026-11-23T12:34:56'],
    ['cron(0 * * * ? *)', '2026-11-21T12:34:56', '2026-11-21T13:00:00'],
    ['cron(0 * * * ? *)', '2026-11-21T13:00:00', '2026-11-21T14:00:00'],
    ['cron(5 0/6 * * ? *)', '2026-11-21T12:34:56', '2026-11-21T18:05:00'],
    ['cron(*/15 8-10 ? * MON-FRI *)', '2026-11-21T12:34:56', '2026-11-23T08:00:00'],
    ['cron(15 10 ? * 6 2026-2027)', '2026-11-21T12:34:56', '2026-11-27T10:15:00'],
    ['cron(0 0 1 JAN,JUL ? *)', '2026-11-21T12:34:56', '2027-01-01T00:00:00'],
    ['cron(0 0 29 2 ? *)', '2026-11-21T12:34:56', '2028-02-29T00:00:00'],
    ['cron(59 23 31 12 ? 2026)', '2026-11-21T12:34:56', '2026-12-31T23:59:00'],
  ])('%s after %s is %s', (expression, after, next) => {
    expect(scheduleTimes(expression).next(time(after))).toBe(time(next));
  });

  it('is never, when its years are over', () => {
    expect(scheduleTimes('cron(0 0 1 1 ? 2025)').next(time('2026-11-21T12:00:00'))).toBeUndefined();
  });
});

describe('what is not supported stops by name', () => {
  test.each([
    ['at(2026-11-21T12:00:00)', 'at(2026-11-21T12:00:00) is not supported here'],
    ['rate(0 hours)', 'rate takes a positive whole number'],
    ['rate(1.5 hours)', 'rate takes a positive whole number'],
    ['rate(1 week)', 'rate takes a positive whole number and minutes, hours or days'],
    ['cron(0 * * * *)', 'cron takes six fields'],
    ['cron(0 * * * * *)', 'one of day of month and day of week must be ?'],
    ['cron(0 * ? * ? *)', 'one of day of month and day of week must be ?'],
    ['cron(0 0 L * ? *)', 'L of the field day of month is not supported here'],
    ['cron(0 0 ? * 6#3 *)', '6#3 of the field day of week is not supported here'],
    ['cron(60 * * * ? *)', '60 of the field minutes is not supported here'],
    ['cron(0/0 * * * ? *)', '0/0 of the field minutes is not supported here'],
    ['cron(9-5 * * * ? *)', '9-5 of the field minutes is not supported here'],
  ])('%s', (expression, words) => {
    expect(() => scheduleTimes(expression)).toThrow(words);
  });
});
