import type { GameEvent } from '../../schemas/generated/game-event.ts';

/** What can become of an event. The same words are metric labels, the values of the column `reason` and the API's. */

export const quarantineReasons = [
  'unregistered_application',
  'schema_mismatch',
  'unknown_event_type',
  'timestamp_out_of_range',
] as const;
export type QuarantineReason = (typeof quarantineReasons)[number];

/**
 * The record holds no event that could be judged, or (`response_full`) its result no longer fits into the answer to
 * Firehose. It goes to the error prefix as it came, from where it can be replayed.
 */
export type FailureReason = 'not_json' | 'no_application_id' | 'no_event' | 'response_full';

export interface Quarantine {
  readonly outcome: 'quarantined';
  readonly reason: QuarantineReason;
  /** JSON pointer into the event (RFC 6901); empty: the event itself. */
  readonly path: string;
  /** In words, at most a few hundred characters. Nothing that the event holds is in it. */
  readonly detail: string;
  /** The version of the event type's schema that judged it; undefined: it did not come to that, or there is none. */
  readonly schemaVersion: string | undefined;
}

export interface Acceptance {
  readonly outcome: 'accepted';
  readonly reason: 'ok';
  readonly event: GameEvent;
  /** When it happened, in whole milliseconds since the epoch, the client's clock put right. */
  readonly occurredAt: number;
  /** The version of the event type's schema that it satisfies, `1.0`; undefined: its type has no schema. */
  readonly schemaVersion: string | undefined;
}

export type Judgement = Acceptance | Quarantine;
