/** A metric that is also computed while events come in. */
export interface LiveMetric {
  readonly name: string;
  /** flink.sql: a SELECT of `liveColumns` from `liveViews`. */
  readonly sql: string;
  /** What becomes of events that come after their minute was closed. */
  readonly lateEvents: LateEvents;
}

export const lateEventsWords = ['corrected', 'ignored'] as const;

export type LateEvents = (typeof lateEventsWords)[number];

/** What flink.sql selects, in this order: keys of the row, then its values, NULL where the metric has none. */
export const liveColumns = [
  'window_start',
  'window_end',
  'application_id',
  'part',
  'dimensions',
  'events',
  'players',
  'amount',
] as const;

/** Views of sql/tables/flink that flink.sql may read of which there is a twin of what came late: `late_<name>`. */
export const viewsByMinute: ReadonlySet<string> = new Set([
  'events_by_minute',
  'quarantined_by_minute',
  'failed_by_minute',
]);

/** All that flink.sql may read: `events` for windows of other sizes, the late twins to ask about lateness itself. */
export const liveViews: ReadonlySet<string> = new Set([
  ...viewsByMinute,
  'events',
  ...[...viewsByMinute].map((view) => `late_${view}`),
]);
