import { expect, test } from 'vitest';
import { NewLines } from '../../../../scripts/gap/logs/new-lines.ts';

const line = (id: string, timestamp: number, group = 'g') => ({ id, group, timestamp, message: id });
const ids = (lines: NewLines) => lines.take().map(({ id }) => id);

test('lines come in the order of their times, each once', () => {
  const lines = new NewLines(0);
  for (const one of [line('b', 2), line('a', 1), line('b', 2), line('b', 2, 'another group')]) lines.add(one);
  expect(ids(lines)).toEqual(['a', 'b', 'b']);
  lines.add(line('a', 1));
  expect(ids(lines)).toEqual([]);
});

test('a line that becomes readable late is not missed', () => {
  const lines = new NewLines(0);
  lines.add(line('a', 100_000));
  expect(ids(lines)).toEqual(['a']);
  expect(lines.since).toBe(70_000);
  lines.add(line('late', 80_000));
  lines.add(line('a', 100_000));
  expect(ids(lines)).toEqual(['late']);
});

test('nothing before the beginning is asked for', () => {
  const lines = new NewLines(90_000);
  lines.add(line('a', 100_000));
  lines.take();
  expect(lines.since).toBe(90_000);
});
