// Generated from schemas/metric-row.yaml by `npm run generate`: change it there.

/** A row of a live metric, as it is on the metrics stream. Times: UTC without a zone, `2026-11-21T15:44:00`, with or without milliseconds. */
export interface MetricRow {
  /** Of what is measured, the window, the application, the dimensions and the part; a later row with it replaces the earlier one. */
  readonly id: string;
  /** Folder of sql/metrics that says what is measured. */
  readonly metric: string;
  /** Beginning of the window, UTC; an event of exactly this time is in it. */
  readonly window_start: string;
  /** End of the window, UTC; an event of exactly this time is in the next one. */
  readonly window_end: string;
  /** Application; empty where a record names none. */
  readonly application_id: string | null;
  /** JSON text of what the metric is counted by besides, such as a currency. */
  readonly dimensions: string;
  /** Empty for what came in time; a late event's key for what it adds to its window. */
  readonly part: string;
  /** How many events. */
  readonly events: number | null;
  /** How many different players, where the metric counts them. */
  readonly players: number | null;
  /** Sum of an amount, where the metric has one. */
  readonly amount: number | null;
}

/** One column with its type in the words of every engine. */
export interface MetricColumn {
  readonly name: keyof MetricRow;
  readonly types: { readonly json: string; readonly flink: string; readonly clickhouse: string; readonly opensearch: string };
  readonly comment: string;
}

export const metricColumns: readonly MetricColumn[] = [
  { name: "id", types: { json: "string", flink: "STRING NOT NULL", clickhouse: "String", opensearch: "keyword" }, comment: "Of what is measured, the window, the application, the dimensions and the part; a later row with it replaces the earlier one" },
  { name: "metric", types: { json: "string", flink: "STRING", clickhouse: "LowCardinality(String)", opensearch: "keyword" }, comment: "Folder of sql/metrics that says what is measured" },
  { name: "window_start", types: { json: "time", flink: "TIMESTAMP(3)", clickhouse: "DateTime64(3, 'UTC')", opensearch: "date" }, comment: "Beginning of the window, UTC; an event of exactly this time is in it" },
  { name: "window_end", types: { json: "time", flink: "TIMESTAMP(3)", clickhouse: "DateTime64(3, 'UTC')", opensearch: "date" }, comment: "End of the window, UTC; an event of exactly this time is in the next one" },
  { name: "application_id", types: { json: "string?", flink: "STRING", clickhouse: "LowCardinality(String)", opensearch: "keyword" }, comment: "Application; empty where a record names none" },
  { name: "dimensions", types: { json: "string", flink: "STRING", clickhouse: "String", opensearch: "object" }, comment: "JSON text of what the metric is counted by besides, such as a currency" },
  { name: "part", types: { json: "string", flink: "STRING", clickhouse: "String", opensearch: "keyword" }, comment: "Empty for what came in time; a late event's key for what it adds to its window" },
  { name: "events", types: { json: "integer?", flink: "BIGINT", clickhouse: "Nullable(Int64)", opensearch: "long" }, comment: "How many events" },
  { name: "players", types: { json: "integer?", flink: "BIGINT", clickhouse: "Nullable(Int64)", opensearch: "long" }, comment: "How many different players, where the metric counts them" },
  { name: "amount", types: { json: "number?", flink: "DECIMAL(38, 6)", clickhouse: "Nullable(Decimal(38, 6))", opensearch: "double" }, comment: "Sum of an amount, where the metric has one" },
];

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?$/;

/** Whether each member is there with its type; what else the row has does not matter. */
export function isMetricRow(row: Readonly<Record<string, unknown>>): row is Readonly<Record<string, unknown>> & MetricRow {
  return (
    typeof row.id === 'string' &&
    typeof row.metric === 'string' &&
    typeof row.window_start === 'string' && time.test(row.window_start) &&
    typeof row.window_end === 'string' && time.test(row.window_end) &&
    (row.application_id === null || typeof row.application_id === 'string') &&
    typeof row.dimensions === 'string' &&
    typeof row.part === 'string' &&
    (row.events === null || Number.isInteger(row.events)) &&
    (row.players === null || Number.isInteger(row.players)) &&
    (row.amount === null || typeof row.amount === 'number')
  );
}
