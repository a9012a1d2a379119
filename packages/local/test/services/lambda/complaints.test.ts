import { expect, test } from 'vitest';
import { Complaints } from '../../../src/services/lambda/complaints.ts';
import { readComplaint } from '../../../src/services/lambda/read-complaint.ts';

test.each([
  ['{"level":"error","message":"no such table"}', 'no such table'],
  ['{"level":"ERROR","message":"The compaction failed","reason":"disk"}', 'The compaction failed: disk'],
  ['{"level":"info","message":"done","answer":{"level":"error"}}', undefined],
  ['{"level":"error","message"', undefined],
  ['START RequestId: 1', undefined],
])('of the line %s is complained: %s', (line, complaint) => {
  expect(readComplaint(line)).toBe(complaint);
});

test('a complaint is told once while it goes on, and again when it comes back', () => {
  const told: string[] = [];
  let now = 0;
  const complaints = new Complaints(
    (line) => told.push(line),
    () => now,
  );
  for (now = 0; now <= 100_000; now += 10_000) complaints.take('load', 'no answer');
  complaints.take('index', 'no answer');
  complaints.take('load', 'wrong password');
  now += 61_000;
  complaints.take('load', 'wrong password');
  expect(told).toEqual(['load: no answer', 'index: no answer', 'load: wrong password', 'load: wrong password']);
});
