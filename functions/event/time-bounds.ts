import type { GameEvent } from '../../schemas/generated/game-event.ts';
import { clockSkew, isContradictory, maxAhead, minMilliseconds, type SentAt } from './occurred-at.ts';
import { millisecondsPerDay } from './utc-time.ts';

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
  const even = corrected ? ', with the clock put right by sent_at' : contradiction(timestamp, sentAt);
  return { path: '/event_timestamp', detail: `is ${where} the event was received${even}${unitHint(timestamp)}` };
}

/** Not of what is no number. */
function isWithin(time: number, receivedAt: number, maxEventAgeDays: number): boolean {
  const ahead = time - receivedAt;
  return ahead <= maxAhead && ahead >= -maxEventAgeDays * millisecondsPerDay;
}

function side(time: number, receivedAt: number, maxEventAgeDays: number): string {
  return time > receivedAt ? 'more than 1 hour after' : `more than ${maxEventAgeDays} days before`;
}

function contradiction(timestamp: number, sentAt: SentAt): string {
  if (timestamp > minMilliseconds || !isContradictory(timestamp, sentAt)) return '';
  return ', and sent_at is before event_timestamp, so that it corrects nothing';
}

function unitHint(seconds: SentAt): string {
  return typeof seconds === 'number' && seconds > minMilliseconds ? ': milliseconds instead of seconds?' : '';
}
