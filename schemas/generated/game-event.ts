// Generated from schemas/envelope.json by `npm run generate`: change it there.

/** One event as a game sends it. What happened in detail is in event_data, whose schema is the event type's. An optional member that is null or the empty text is absent. */
export interface GameEvent {
  /** UUID in any case, with hyphens or as 32 digits, also in braces; events with the same one are the same event. */
  readonly event_id: string;
  /** Kind of event, the key of its schema: login, level_completed. */
  readonly event_type: string;
  /** Refines the type; often equals it. */
  readonly event_name: string;
  /** When it happened, in seconds since the epoch, by the client's clock. */
  readonly event_timestamp: number;
  /** Version of the event type's schema. */
  readonly event_version?: string | null;
  /** Version of the game: printable text. */
  readonly app_version?: string | null;
  /** The event's own fields. */
  readonly event_data?: Readonly<Record<string, unknown>> | null | '';
  /** Pseudonymous player. */
  readonly player_id?: string | null;
  /** Play session. */
  readonly session_id?: string | null;
  /** Platform that the game runs on. */
  readonly platform?: string | null;
  /** Country of the player. */
  readonly country?: string | null;
  /** When the client sent it, in seconds since the epoch, by the client's clock; corrects skew. */
  readonly sent_at?: number | null | '';
}
