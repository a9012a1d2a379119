// Generated from schemas/columns.yaml by `npm run generate`: change it there.

/** One column of a Glue table; `type` is in Hive's words, as Glue and Athena want it. */
export interface GlueColumn {
  readonly name: string;
  readonly type: string;
  readonly comment: string;
}

/** Columns of raw_events and of the view events, in the order in which they are stored. */
export const rawEventColumns: readonly GlueColumn[] = [
  { name: "event_id", type: "string", comment: "UUID of the event, made by the client; duplicates share it" },
  { name: "event_type", type: "string", comment: "Kind of event, the key of its schema" },
  { name: "event_name", type: "string", comment: "Refines the type; often equals it" },
  { name: "event_version", type: "string", comment: "Version of the event type's schema" },
  { name: "event_timestamp", type: "double", comment: "When it happened, in seconds since the epoch, by the client's clock, as sent" },
  { name: "occurred_at", type: "timestamp", comment: "When it happened, UTC with milliseconds" },
  { name: "received_at", type: "timestamp", comment: "When the pipeline received it, UTC with milliseconds" },
  { name: "app_version", type: "string", comment: "Version of the game" },
  { name: "player_id", type: "string", comment: "Pseudonymous player" },
  { name: "session_id", type: "string", comment: "Play session" },
  { name: "platform", type: "string", comment: "Platform that the game runs on" },
  { name: "country", type: "string", comment: "Country of the player" },
  { name: "application_id", type: "string", comment: "Application that sent it" },
  { name: "application_name", type: "string", comment: "Name of the application when the event was processed" },
  { name: "event_data", type: "string", comment: "JSON text of the event's own fields, exactly as sent" },
  { name: "metadata", type: "string", comment: "JSON text about the event's way through the pipeline" },
];

/** Columns of quarantined_events: those of raw_events, then why the event is there. */
export const quarantinedEventColumns: readonly GlueColumn[] = [
  ...rawEventColumns,
  { name: "reason", type: "string", comment: "Why it is quarantined" },
  { name: "error_path", type: "string", comment: "JSON pointer to what is wrong inside the event" },
  { name: "error_detail", type: "string", comment: "What is wrong, in words" },
  { name: "event", type: "string", comment: "JSON text of the whole event, exactly as sent" },
];
