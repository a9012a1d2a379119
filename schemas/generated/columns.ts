// Generated from schemas/columns.yaml by `npm run generate`: change it there.

/** One column of a Glue table; `type` is in Hive's words, as Glue and Athena want it. */
export interface GlueColumn {
  readonly name: string;
  readonly type: string;
  readonly comment: string;
}

/** One column with its type in the words of every engine. */
export interface EventColumn {
  readonly name: string;
  readonly types: { readonly glue: string; readonly clickhouse: string; readonly redshift: string; readonly flink: string };
  readonly comment: string;
}

/** Columns of raw_events and of the view events, in the order in which they are stored. */
export const eventColumns: readonly EventColumn[] = [
  { name: "event_id", types: { glue: "string", clickhouse: "String", redshift: "VARCHAR(36)", flink: "STRING" }, comment: "UUID of the event in lower case with hyphens, made by the client; duplicates share it" },
  { name: "event_type", types: { glue: "string", clickhouse: "LowCardinality(String)", redshift: "VARCHAR(128)", flink: "STRING" }, comment: "Kind of event, the key of its schema" },
  { name: "event_name", types: { glue: "string", clickhouse: "LowCardinality(String)", redshift: "VARCHAR(128)", flink: "STRING" }, comment: "Refines the type; often equals it" },
  { name: "event_version", types: { glue: "string", clickhouse: "LowCardinality(Nullable(String))", redshift: "VARCHAR(32)", flink: "STRING" }, comment: "Version of the event type's schema" },
  { name: "event_timestamp", types: { glue: "double", clickhouse: "Float64", redshift: "DOUBLE PRECISION", flink: "DOUBLE" }, comment: "When it happened, in seconds since the epoch, by the client's clock, as sent" },
  { name: "occurred_at", types: { glue: "timestamp", clickhouse: "DateTime64(3, 'UTC')", redshift: "TIMESTAMP", flink: "TIMESTAMP_LTZ(3)" }, comment: "When it happened, UTC with milliseconds" },
  { name: "received_at", types: { glue: "timestamp", clickhouse: "DateTime64(3, 'UTC')", redshift: "TIMESTAMP", flink: "TIMESTAMP_LTZ(3)" }, comment: "When the pipeline received it, UTC with milliseconds" },
  { name: "app_version", types: { glue: "string", clickhouse: "LowCardinality(Nullable(String))", redshift: "VARCHAR(256)", flink: "STRING" }, comment: "Version of the game" },
  { name: "player_id", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(512)", flink: "STRING" }, comment: "Pseudonymous player" },
  { name: "session_id", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(512)", flink: "STRING" }, comment: "Play session" },
  { name: "platform", types: { glue: "string", clickhouse: "LowCardinality(Nullable(String))", redshift: "VARCHAR(65535)", flink: "STRING" }, comment: "Platform that the game runs on" },
  { name: "country", types: { glue: "string", clickhouse: "LowCardinality(Nullable(String))", redshift: "VARCHAR(65535)", flink: "STRING" }, comment: "Country of the player" },
  { name: "application_id", types: { glue: "string", clickhouse: "LowCardinality(String)", redshift: "VARCHAR(36)", flink: "STRING" }, comment: "Application that sent it" },
  { name: "application_name", types: { glue: "string", clickhouse: "LowCardinality(Nullable(String))", redshift: "VARCHAR(512)", flink: "STRING" }, comment: "Name of the application when the event was processed" },
  { name: "event_data", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "SUPER", flink: "STRING" }, comment: "JSON text of the event's own fields, exactly as sent" },
  { name: "metadata", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" }, comment: "JSON text about the event's way through the pipeline" },
];

/** Columns of quarantined_events: those of raw_events, of any length or absent, then why the event is there. */
export const quarantineColumns: readonly EventColumn[] = [
  { name: "event_id", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" }, comment: "UUID of the event in lower case with hyphens, made by the client; duplicates share it" },
  { name: "event_type", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" }, comment: "Kind of event, the key of its schema" },
  { name: "event_name", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" }, comment: "Refines the type; often equals it" },
  { name: "event_version", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" }, comment: "Version of the event type's schema" },
  { name: "event_timestamp", types: { glue: "double", clickhouse: "Nullable(Float64)", redshift: "DOUBLE PRECISION", flink: "DOUBLE" }, comment: "When it happened, in seconds since the epoch, by the client's clock, as sent" },
  { name: "occurred_at", types: { glue: "timestamp", clickhouse: "Nullable(DateTime64(3, 'UTC'))", redshift: "TIMESTAMP", flink: "TIMESTAMP_LTZ(3)" }, comment: "When it happened, UTC with milliseconds" },
  { name: "received_at", types: { glue: "timestamp", clickhouse: "DateTime64(3, 'UTC')", redshift: "TIMESTAMP", flink: "TIMESTAMP_LTZ(3)" }, comment: "When the pipeline received it, UTC with milliseconds" },
  { name: "app_version", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" }, comment: "Version of the game" },
  { name: "player_id", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" }, comment: "Pseudonymous player" },
  { name: "session_id", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" }, comment: "Play session" },
  { name: "platform", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" }, comment: "Platform that the game runs on" },
  { name: "country", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" }, comment: "Country of the player" },
  { name: "application_id", types: { glue: "string", clickhouse: "LowCardinality(String)", redshift: "VARCHAR(65535)", flink: "STRING" }, comment: "Application that sent it" },
  { name: "application_name", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" }, comment: "Name of the application when the event was processed" },
  { name: "event_data", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "SUPER", flink: "STRING" }, comment: "JSON text of the event's own fields, exactly as sent" },
  { name: "metadata", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" }, comment: "JSON text about the event's way through the pipeline" },
  { name: "reason", types: { glue: "string", clickhouse: "LowCardinality(String)", redshift: "VARCHAR(64)", flink: "STRING" }, comment: "Why it is quarantined" },
  { name: "error_path", types: { glue: "string", clickhouse: "String", redshift: "VARCHAR(1024)", flink: "STRING" }, comment: "JSON pointer to what is wrong inside the event" },
  { name: "error_detail", types: { glue: "string", clickhouse: "String", redshift: "VARCHAR(2048)", flink: "STRING" }, comment: "What is wrong, in words" },
  { name: "event", types: { glue: "string", clickhouse: "String", redshift: "VARCHAR(65535)", flink: "STRING" }, comment: "JSON text of the whole event, exactly as sent" },
];

/** `eventColumns` as Glue takes them. */
export const rawEventColumns: readonly GlueColumn[] = eventColumns.map(inGlue);

/** `quarantineColumns` as Glue takes them. */
export const quarantinedEventColumns: readonly GlueColumn[] = quarantineColumns.map(inGlue);

function inGlue({ name, types, comment }: EventColumn): GlueColumn {
  return { name, type: types.glue, comment };
}
