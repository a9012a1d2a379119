import { describe, expect, it } from 'vitest';
import { linearPattern } from '../src/linear-pattern.ts';
import { cpuMilliseconds } from '../testing/cpu-time.ts';

describe('a pattern', () => {
  it.each<[string, string, boolean]>([
    ['ERR.*[0-9]+', 'an ERROR 42', true],
    ['^[A-Za-z0-9_.-]{1,128}$', 'player_1', true],
    ['^[A-Za-z0-9_.-]{1,128}$', 'player 1', false],
    ['^(?:Bearer .+)$', 'Bearer x', true],
    ['\\d{3}-\\w+', 'x 123-abc', true],
    ['(?<year>\\d{4})', '2026', true],
    ['\\u00fc', 'für', true],
  ])('%s on %s: %s', (source, text, expected) => {
    expect(linearPattern(source).test(text)).toBe(expected);
  });

  it('may ignore the case', () => {
    expect(linearPattern('^raw_.*$', { ignoreCase: true }).test('RAW_events')).toBe(true);
  });

  it.each(['(a+)+$', '(a|aa)+$', '(.*)(.*)(.*)(.*)x$', '([a-z]+)*!'])('%s takes no longer than its text', (source) => {
    const pattern = linearPattern(source);
    const text = `${'a'.repeat(50_000)}#`;
    const started = cpuMilliseconds();
    expect(pattern.test(text)).toBe(false);
    expect(cpuMilliseconds() - started).toBeLessThan(2_000);
  });

  it.each([
    ['(', 'missing closing'],
    ['(?=a)', 'unsupported Perl syntax'],
    ['(a)\\1', 'invalid escape sequence'],
    ['((a{1,100}){1,100}){1,100}', 'invalid repeat count'],
  ])('%s is refused: %s', (source, reason) => {
    expect(() => linearPattern(source)).toThrow(reason);
  });
});
