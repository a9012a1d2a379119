// Generated from schemas/envelope.json by `npm run generate`: change it there.

/** One event as a game sends it. What it happened to is in event_data, whose schema is the event type's. */
export interface GameEvent {
  /** UUID in lower-case hexadecimal; events with the same one are the same event. */
  readonly event_id: string;
  /** Kind of event, the key of its schema: login, level_completed. */
  readonly event_type: string;
  /** Refines the type; often equals it. */
  readonly event_name: string;
  /** When it happened, in seconds since the epoch, by the client's clock. */
  readonly event_timestamp: number;
  /** Version of the event type's schema. */
  readonly event_version?: string;
  /** Version of the game. */
  readonly app_version?: string;
  /** The event's own fields. */
  readonly event_data?: Readonly<Record<string, unknown>>;
  /** Pseudonymous player. */
  readonly player_id?: string;
  /** Play session. */
  readonly session_id?: string;
  /** Platform that the game runs on. */
  readonly platform?: string;
  /** Country of the player. */
  readonly country?: string;
  /** When the client sent it, in seconds since the epoch, by the client's clock; corrects skew. */
  readonly sent_at?: number;
}
