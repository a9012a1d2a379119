import { expect, test } from 'vitest';
import { EventTimes } from '../../../../scripts/gap/send/event-times.ts';
import type { InputEvent } from '../../../../scripts/gap/send/post-events.ts';

const day = 86_400;

async function* eventsAt(...times: number[]): AsyncIterable<InputEvent> {
  for (const [index, time] of times.entries()) yield { text: `{"event_timestamp":${time}}`, position: index + 1 };
}

test.each([
  ['an old recording comes into the past 24 hours', [1000, 5 * day], 105 * day + 500, 100],
  ['a recording of the past 24 hours stays', [100 * day], 100 * day + 3600, 0],
  ['a recording from the future comes back', [200 * day + 10], 100 * day, -101],
  ['no times at all stay', [], 100 * day, 0],
])('%s', async (_, times, now, shiftedDays) => {
  const moved = await EventTimes.recent(eventsAt(...times), () => now * 1000);
  expect(moved.shiftedDays).toBe(shiftedDays);
});

test.each([
  ['whole seconds', '{"event_timestamp": 1000, "a": 1.10}', '{"event_timestamp": 87400, "a": 1.10}'],
  ['a fraction keeps its digits', '{"event_timestamp":1000.2500}', '{"event_timestamp":87400.2500}'],
  ['sent_at moves too', '{"event_timestamp":1,"sent_at":2}', '{"event_timestamp":86401,"sent_at":86402}'],
  ['an exponent', '{"event_timestamp":1e3}', '{"event_timestamp":87400}'],
  [
    'the member itself, not one of the same name inside',
    '{"event_data":{"event_timestamp":5},"event_timestamp":7}',
    '{"event_data":{"event_timestamp":5},"event_timestamp":86407}',
  ],
  ['text stays', '{"event_timestamp":"1000"}', '{"event_timestamp":"1000"}'],
  ['what is no JSON stays', '{"event_timestamp":', '{"event_timestamp":'],
])('moving by one day: %s', (_, text, expected) => {
  expect(new EventTimes({ shiftedDays: 1 }).shift(text)).toBe(expected);
});

test('of a recording sent_at becomes the time of sending, so that no clock is corrected by days', async () => {
  const now = 105 * day;
  const times = await EventTimes.recent(eventsAt(1000, 5 * day), () => now * 1000);
  expect(times.shift('{"event_timestamp":1000,"sent_at":1002,"a":1.10}')).toBe(
    `{"event_timestamp":${1000 + 100 * day},"sent_at":${now},"a":1.10}`,
  );
  expect(times.shift('{"event_timestamp":1000}')).toBe(`{"event_timestamp":${1000 + 100 * day}}`);
});

test('a recording that is too long is squeezed, its order and its end kept', async () => {
  const times = await EventTimes.recent(eventsAt(0, 50 * day, 100 * day), () => 300 * day * 1000, 28);
  expect([0, 50 * day, 100 * day].map((time) => times.moved(time) / day)).toEqual([272, 286, 300]);
  expect(times.shift(`{"event_timestamp":${50 * day}}`)).toBe(`{"event_timestamp":${286 * day}}`);
  expect(times.spanSeconds).toBe(100 * day);
});
