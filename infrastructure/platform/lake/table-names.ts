/** What the database, its tables and its views are called in this deployment; views of event types are named after them. */
export interface TableNames {
  readonly database: string;
  /** View: one row per event. */
  readonly events: string;
  /** Table: accepted events as they were delivered. */
  readonly rawEvents: string;
  /** Table over the same files by the hour of delivery, from the first hour that is not fully compacted. */
  readonly uncompactedEvents: string;
  /** Table: what the compaction wrote, one row per event. */
  readonly compactedEvents: string;
  /** View: one row per event that is set aside. */
  readonly quarantinedEvents: string;
  /** Table: every judgement that set an event aside, as delivered. */
  readonly rawQuarantinedEvents: string;
  /** View: one row per record that could not be read. */
  readonly failedEvents: string;
  /** Table: what Firehose wrote about records that it could not deliver. */
  readonly rawFailedEvents: string;
}

/** The names that the files of sql/ use, by what they mean. */
const standardNames = {
  events: 'events',
  raw_events: 'rawEvents',
  uncompacted_events: 'uncompactedEvents',
  compacted_events: 'compactedEvents',
  quarantined_events: 'quarantinedEvents',
  raw_quarantined_events: 'rawQuarantinedEvents',
  failed_events: 'failedEvents',
  raw_failed_events: 'rawFailedEvents',
} as const;

/** SQL of sql/ with this deployment's table names after FROM and JOIN; its own subqueries' names stay. */
export function withTableNames(sql: string, names: TableNames): string {
  return replaceTables(sql, (key) => names[key]);
}

/** The same with the database before each name: a subquery of the SQL can then never be taken for a table. */
export function withQualifiedTableNames(sql: string, names: TableNames): string {
  return replaceTables(sql, (key) => `${names.database}.${names[key]}`);
}

type TableKey = (typeof standardNames)[keyof typeof standardNames];

function replaceTables(sql: string, nameOf: (key: TableKey) => string): string {
  return sql.replace(/\b(FROM|JOIN)(\s+)([a-z_]+)\b/gi, (whole, word: string, space: string, table: string) => {
    const key = Object.entries(standardNames).find(([standard]) => standard === table)?.[1];
    return key === undefined ? whole : `${word}${space}${nameOf(key)}`;
  });
}
