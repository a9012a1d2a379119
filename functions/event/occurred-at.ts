/** Clocks that differ by no more than this, in milliseconds, are taken to agree: a request takes its time, too. */
const toleratedSkew = 5000;

/** As seconds, the year 5138; as milliseconds, 1973. */
export const smallestMilliseconds = 1e11;

/**
 * When an event happened, in whole milliseconds since the epoch: what the client's clock said (`eventTimestamp`,
 * seconds), put right by how far that clock was off when the event was sent (`clockSkew`). Infinite and absurd times
 * stay so: whether it can be is another question.
 */
export function occurredAt(eventTimestamp: number, sentAt: number | undefined, receivedAt: number): number {
  return Math.round(eventTimestamp * 1000) + clockSkew(eventTimestamp, sentAt, receivedAt);
}

/**
 * What to add to the client's times, in milliseconds: `receivedAt` (milliseconds) less `sentAt` (seconds), and 0 when
 * the client did not say when it sent, when that is within 5 seconds, or when the event's time is in milliseconds,
 * which no clock that counts seconds ever shows.
 */
export function clockSkew(eventTimestamp: number, sentAt: number | undefined, receivedAt: number): number {
  if (sentAt === undefined || eventTimestamp > smallestMilliseconds) return 0;
  const skew = receivedAt - Math.round(sentAt * 1000);
  return Math.abs(skew) > toleratedSkew ? skew : 0;
}
