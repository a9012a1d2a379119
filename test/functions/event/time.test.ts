import { describe, expect, it } from 'vitest';
import { occurredAt } from '../../../functions/event/occurred-at.ts';
import { outOfRange } from '../../../functions/event/time-bounds.ts';
import type { GameEvent } from '../../../schemas/generated/game-event.ts';

const received = Date.UTC(2026, 0, 26, 21, 45, 50);
const seconds = received / 1000;
const day = 86_400;

/** What is wrong with an event of these times, in seconds. */
function wrong(event_timestamp: number, sent_at?: number) {
  const event = { event_timestamp, sent_at } as GameEvent; // nothing else of it has to do with its time
  return outOfRange(event, occurredAt(event_timestamp, sent_at, received), received, 30);
}

describe('when an event happened', () => {
  it.each([
    ['as sent', seconds - 60, undefined, -60_000],
    ['as sent, to the millisecond', seconds - 0.1236, undefined, -124],
    ['as sent, by a clock that is right', seconds - 60, seconds - 0.5, -60_000],
    ['as sent, by a clock that is 5 seconds behind', seconds - 60, seconds - 5, -60_000],
    ['put right, by a clock that is more behind', seconds - 60, seconds - 5.001, -54_999],
    ['put right, by a clock that is ahead', seconds - 60, seconds + 6, -66_000],
    ['put right, by a clock that began in 1970', 10, 70, -60_000],
    ['the time of receipt at the latest, by a clock that is a little ahead', seconds + 2, seconds + 2, 0],
    ['the time of receipt at the latest, sent in the second in which it happened', seconds - 100.5, seconds - 101, 0],
    ['as sent, before a sent_at that contradicts it', seconds - 60, seconds - 1200, -60_000],
    ['the time of receipt at the latest, whatever sent_at contradicts', seconds + 600, seconds - 1200, 0],
    ['put right, for an event that was kept for a week', seconds - 8 * day, seconds - day, -7 * day * 1000],
  ])('is %s', (_, timestamp, sentAt, ahead) => {
    expect(occurredAt(timestamp, sentAt, received) - received).toBe(ahead);
  });

  it('is the same for the same bytes sent again ten minutes later, but for those minutes, and never after the receipt', () => {
    expect(occurredAt(seconds - 610, seconds - 600, received) - received).toBe(-10_000);
    expect(occurredAt(seconds - 610, seconds - 600, received + 600_000) - received).toBe(590_000);
  });

  it('in milliseconds is not put right by a clock in milliseconds', () => {
    expect(occurredAt(received - 2000, received, received)).toBe((received - 2000) * 1000);
  });
});

describe('the bounds of the time', () => {
  it.each([
    ['the oldest', seconds - 30 * day, undefined],
    ['the furthest ahead', seconds + 3600, undefined],
    ['a wrong clock with a right sent_at', seconds - 90 * day, seconds - 80 * day],
    ['a clock far ahead with a right sent_at', seconds + 90 * day, seconds + 90 * day],
  ])('hold %s', (_, timestamp, sentAt) => {
    expect(wrong(timestamp, sentAt)).toBeUndefined();
  });

  const tooOld = 'is more than 30 days before the event was received';
  const tooNew = 'is more than 1 hour after the event was received';
  const right = ', with the clock put right by sent_at';
  const clock = "as the client's clock when it sent, puts the event";
  const contradictory = ', and sent_at is before event_timestamp, so that it corrects nothing';
  const unit = ': milliseconds instead of seconds?';
  it.each([
    ['a millisecond too old', seconds - 30 * day - 0.001, undefined, '/event_timestamp', tooOld],
    ['a millisecond too far ahead', seconds + 3600.001, undefined, '/event_timestamp', tooNew],
    ['milliseconds', received, undefined, '/event_timestamp', `${tooNew}${unit}`],
    ['milliseconds, both', received, received, '/event_timestamp', `${tooNew}${unit}`],
    ['milliseconds, with a right clock', received, seconds, '/event_timestamp', `${tooNew}${unit}`],
    ['too old, with a right clock', seconds - 40 * day, seconds, '/event_timestamp', tooOld],
    ['too old, with a wrong clock', 0, 40 * day, '/event_timestamp', `${tooOld}${right}`],
    ['too old, with a contradictory sent_at', 2 * day, 0, '/event_timestamp', `${tooOld}${contradictory}`],
    [
      'too far ahead, with a contradictory sent_at',
      seconds + 2 * day,
      0,
      '/event_timestamp',
      `${tooNew}${contradictory}`,
    ],
    [
      'a sent_at far ahead',
      seconds,
      seconds + 31 * day,
      '/sent_at',
      `${clock} more than 30 days before it was received`,
    ],
    [
      'a sent_at in milliseconds',
      seconds,
      received,
      '/sent_at',
      `${clock} more than 30 days before it was received${unit}`,
    ],
    ['infinite', Number.POSITIVE_INFINITY, undefined, '/event_timestamp', `${tooNew}${unit}`],
    ['infinite both', Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, '/event_timestamp', tooOld],
  ])('are told of what is %s', (_, timestamp, sentAt, path, detail) => {
    expect(wrong(timestamp, sentAt)).toEqual({ path, detail });
  });
});
