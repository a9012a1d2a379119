/** Clocks that differ by no more than this, in milliseconds, are taken to agree: a request takes its time, too. */
const toleratedSkew = 5000;

/** As seconds, the year 5138; as milliseconds, 1973. */
export const minMilliseconds = 1e11;

/** How far ahead of its receipt an event may be, in milliseconds. */
export const maxAhead = 3_600_000;

/** When the client sent the event, if it says so. */
export type SentAt = number | null | '' | undefined;

/**
 * When an event happened, in whole milliseconds since the epoch: what the client's clock said (`eventTimestamp`, seconds),
 * corrected by how far that clock was off when the event was sent (`clockSkew`). An event with `sentAt` did not happen after
 * it was received: up to an hour ahead it is taken to have happened then. Infinite and absurd times stay so: whether they
 * are plausible is another question.
 */
export function occurredAt(eventTimestamp: number, sentAt: SentAt, receivedAt: number): number {
  const occurred = Math.round(eventTimestamp * 1000) + clockSkew(eventTimestamp, sentAt, receivedAt);
  const isAhead = occurred > receivedAt && occurred <= receivedAt + maxAhead;
  return typeof sentAt === 'number' && isAhead ? receivedAt : occurred;
}

/**
 * What to add to the client's times, in milliseconds: `receivedAt` (milliseconds) less `sentAt` (seconds), and 0 when
 * the client did not say when it sent, when that is within 5 seconds, when it contradicts the event's time, or when that is
 * in milliseconds, which no clock that counts seconds ever shows.
 */
export function clockSkew(eventTimestamp: number, sentAt: SentAt, receivedAt: number): number {
  if (typeof sentAt !== 'number' || eventTimestamp > minMilliseconds) return 0;
  if (isContradictory(eventTimestamp, sentAt)) return 0;
  const skew = receivedAt - Math.round(sentAt * 1000);
  return Math.abs(skew) > toleratedSkew ? skew : 0;
}

/** Whether the event was sent before it happened, by more than clocks are rounded, so that one of the times is wrong. */
export function isContradictory(eventTimestamp: number, sentAt: SentAt): boolean {
  return typeof sentAt === 'number' && Math.round(sentAt * 1000) < Math.round(eventTimestamp * 1000) - toleratedSkew;
}
