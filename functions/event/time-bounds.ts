import type { GameEvent } from '../../schemas/generated/game-event.ts';
import { clockSkew, smallestMilliseconds } from './occurred-at.ts';

const hoursAhead = 1;
const millisecondsPerHour = 3_600_000;

export interface OutOfRange {
  readonly path: '/event_timestamp' | '/sent_at';
  readonly detail: string;
}

/**
 * What is wrong with the time of an event that happened at `occurredAt`; undefined: nothing. It may lie at most
 * `maxEventAgeDays` before and an hour after `receivedAt`, both of them in milliseconds since the epoch. The words are
 * the same for every event, so that they can be grouped.
 */
export function outOfRange(
  event: GameEvent,
  occurredAt: number,
  receivedAt: number,
  maxEventAgeDays: number,
): OutOfRange | undefined {
  if (isWithin(occurredAt, receivedAt, maxEventAgeDays)) return undefined;
  const { event_timestamp: timestamp, sent_at: sentAt } = event;
  const skew = clockSkew(timestamp, sentAt, receivedAt);
  const uncorrected = Math.round(timestamp * 1000);
  if (skew !== 0 && isWithin(uncorrected, receivedAt, maxEventAgeDays)) {
    const where = side(occurredAt, receivedAt, maxEventAgeDays);
    const detail = `as the client's clock when it sent, puts the event ${where} it was received`;
    return { path: '/sent_at', detail: `${detail}${unitHint(sentAt)}` };
  }
  const corrected = skew !== 0 && Number.isFinite(skew);
  const where = side(corrected ? occurredAt : uncorrected, receivedAt, maxEventAgeDays);
  const even = corrected ? ', with the clock put right by sent_at' : '';
  return { path: '/event_timestamp', detail: `is ${where} the event was received${even}${unitHint(timestamp)}` };
}

/** Not of what is no number. */
function isWithin(time: number, receivedAt: number, maxEventAgeDays: number): boolean {
  const ahead = time - receivedAt;
  return ahead <= hoursAhead * millisecondsPerHour && ahead >= -maxEventAgeDays * 24 * millisecondsPerHour;
}

function side(time: number, receivedAt: number, maxEventAgeDays: number): string {
  return time > receivedAt ? `more than ${hoursAhead} hour after` : `more than ${maxEventAgeDays} days before`;
}

function unitHint(seconds: number | undefined): string {
  return seconds !== undefined && seconds > smallestMilliseconds ? ': milliseconds instead of seconds?' : '';
}
