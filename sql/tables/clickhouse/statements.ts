import { readFileSync } from 'node:fs';
import { eventColumns, quarantineColumns } from '../../../schemas/generated/columns.ts';
import { type EventType, eventTypes } from '../../../schemas/generated/event-types.ts';
import { metricColumns } from '../../../schemas/generated/metric-row.ts';
import { eventTypeQuery } from './event-type-query.ts';

export interface ClickHouseOptions {
  readonly database: string;
  /** Name of the cluster whose replicas get the tables; empty: the server stands alone. */
  readonly cluster: string;
  /** How many days events stay after they happened. */
  readonly retentionDays: number;
  /** How many days rows of live metrics stay after their window. */
  readonly metricRetentionDays: number;
  /** Default: those of schemas/events. */
  readonly eventTypes?: readonly EventType[];
}

/** One statement that makes something unless it is there; a view is replaced. */
export interface Statement {
  readonly kind: 'database' | 'table' | 'view';
  readonly name: string;
  readonly sql: string;
}

interface Column {
  readonly name: string;
  readonly types: { readonly clickhouse: string };
  readonly comment: string;
}

/** In the order in which they can be made. `columns`: what stands for `$columns` in the file of the same name. */
const files: readonly {
  readonly kind: 'table' | 'view';
  readonly name: string;
  readonly columns: readonly Column[];
}[] = [
  { kind: 'table', name: 'raw_events', columns: eventColumns },
  { kind: 'table', name: 'raw_quarantined_events', columns: quarantineColumns },
  { kind: 'table', name: 'raw_failed_events', columns: [] },
  { kind: 'table', name: 'raw_metrics', columns: metricColumns },
  { kind: 'view', name: 'events', columns: eventColumns },
  { kind: 'view', name: 'quarantined_events', columns: quarantineColumns },
  { kind: 'view', name: 'failed_events', columns: [] },
  { kind: 'view', name: 'metrics', columns: metricColumns },
  { kind: 'view', name: 'metric_totals', columns: [] },
];

/** Everything that real time has in ClickHouse, as statements that can be run again. */
export function clickHouseStatements(options: ClickHouseOptions): readonly Statement[] {
  const { database, cluster } = options;
  for (const [what, name] of Object.entries({ database, cluster })) {
    if (!/^\w*$/.test(name)) throw new Error(`ClickHouse ${what} ${JSON.stringify(name)}: only letters, digits and _`);
  }
  const types = options.eventTypes ?? eventTypes;
  const taken = types.find(({ view }) => files.some((file) => file.name === view));
  if (taken !== undefined)
    throw new Error(`The event type ${taken.name} has the name of a table or view in ClickHouse`);
  const onCluster = cluster === '' ? '' : ` ON CLUSTER ${cluster}`;
  return [
    { kind: 'database', name: database, sql: `CREATE DATABASE IF NOT EXISTS ${database}${onCluster}` },
    ...files.map(({ kind, name, columns }) => ({ kind, name, sql: fill(readSql(name), columns, options) })),
    ...types.map((type) => ({
      kind: 'view' as const,
      name: type.view,
      sql: `CREATE OR REPLACE VIEW ${database}.\`${type.view}\`${onCluster} AS\n${eventTypeQuery(type, database)}`,
    })),
  ];
}

function fill(sql: string, columns: readonly Column[], options: ClickHouseOptions): string {
  const { database, cluster, retentionDays, metricRetentionDays } = options;
  const values: Readonly<Record<string, string>> = {
    database,
    on_cluster: cluster === '' ? '' : `ON CLUSTER ${cluster}`,
    columns: columns.map(definition).join(',\n  '),
    column_names: columns.map(({ name }) => name).join(', '),
    // Path and name as the server's macros say them, which is what its own default is as well.
    replacing: cluster === '' ? 'ReplacingMergeTree' : 'ReplicatedReplacingMergeTree',
    deduplication_window: cluster === '' ? 'non_replicated_deduplication_window' : 'replicated_deduplication_window',
    retention_days: String(retentionDays),
    metric_retention_days: String(metricRetentionDays),
  };
  return sql.replace(/\$([a-z_]+)/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`sql/tables/clickhouse: $${name} is unknown`);
    return value;
  });
}

function definition({ name, types, comment }: Column): string {
  return `${name} ${types.clickhouse} COMMENT '${comment.replaceAll("'", "''")}'`;
}

function readSql(name: string): string {
  return readFileSync(new URL(`${name}.sql`, import.meta.url), 'utf8')
    .replace(/^--.*\n/gm, '')
    .trim();
}
