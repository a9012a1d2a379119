/** What the database, its tables and the view are called in this deployment. */
export interface TableNames {
  readonly database: string;
  readonly events: string;
  readonly rawEvents: string;
  readonly quarantinedEvents: string;
  readonly failedEvents: string;
}

/** The names that the files of sql/ use, by what they mean. */
const standardNames = {
  events: 'events',
  raw_events: 'rawEvents',
  quarantined_events: 'quarantinedEvents',
  failed_events: 'failedEvents',
} as const;

/** SQL of sql/ with this deployment's table names after FROM and JOIN; its own subqueries' names stay. */
export function withTableNames(sql: string, names: TableNames): string {
  return sql.replace(/\b(FROM|JOIN)(\s+)([a-z_]+)\b/gi, (whole, word: string, space: string, table: string) => {
    const key = Object.entries(standardNames).find(([standard]) => standard === table)?.[1];
    return key === undefined ? whole : `${word}${space}${names[key]}`;
  });
}
