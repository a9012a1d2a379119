export const outcomes = ['accepted', 'quarantined', 'failed', 'duplicate'] as const;
export type Outcome = (typeof outcomes)[number];

/** What became of one event. */
export interface TailedEvent {
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  readonly applicationId: string;
  readonly eventType: string;
  readonly eventId: string;
  readonly outcome: Outcome;
  /** `ok`, `schema_mismatch`, `not_json`, … */
  readonly reason: string;
  /** JSON pointer to what is wrong, and why, where that is known. */
  readonly errorPath: string;
  readonly errorDetail: string;
}

/** Answers the events that came since the last call. */
export interface EventFeed {
  next(): Promise<readonly TailedEvent[]>;
  close(): void;
  /** Pause between two calls. */
  readonly pauseMilliseconds: number;
}

/** Distinct events that are remembered to recognize a copy. */
const maxRemembered = 100_000;

/** Turns an event that was seen before into a duplicate: one row per application and event_id. */
export class CopyFinder {
  readonly #seen = new Set<string>();

  judge(event: TailedEvent): TailedEvent {
    if (event.outcome !== 'accepted') return event;
    const key = `${event.applicationId} ${event.eventId}`;
    if (this.#seen.has(key)) return { ...event, outcome: 'duplicate', reason: 'duplicate' };
    this.#seen.add(key);
    const [oldest] = this.#seen;
    if (this.#seen.size > maxRemembered && oldest !== undefined) this.#seen.delete(oldest);
    return event;
  }
}
