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
  const moved = await EventTimes.recent(eventsAt(...times), now * 1000);
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
  expect(new EventTimes(1).shift(text)).toBe(expected);
});
