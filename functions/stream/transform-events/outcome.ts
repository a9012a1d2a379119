import type { GameEvent } from '../../../schemas/generated/game-event.ts';

/** What can become of an event here. The same words are metric labels and the values of the column `reason`. */

export type QuarantineReason = 'schema_mismatch' | 'unregistered_application' | 'timestamp_out_of_range';

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
  /** In words, at most a few hundred characters. */
  readonly detail: string;
}

export interface Acceptance {
  readonly outcome: 'accepted';
  readonly reason: 'ok';
  readonly event: GameEvent;
}

export type Judgement = Acceptance | Quarantine;
