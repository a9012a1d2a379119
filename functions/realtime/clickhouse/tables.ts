import { eventColumns, quarantineColumns } from '../../../schemas/generated/columns.ts';
import { metricColumns } from '../../../schemas/generated/metric-row.ts';

/** What the functions rely on in a table; it may have more. */
export interface ExpectedTable {
  readonly name: string;
  readonly columns: readonly ExpectedColumn[];
  /** As the server writes it. */
  readonly sortingKey: string;
  readonly partitionKey: string;
}

export interface ExpectedColumn {
  readonly name: string;
  /** As the server writes it. */
  readonly type: string;
  readonly comment: string;
  /** The table works it out itself: nothing but making the table anew can add it. */
  readonly computed?: true;
}

/** The tables that loaders write, as sql/tables/clickhouse makes them. */
export const rawEvents: ExpectedTable = {
  name: 'raw_events',
  columns: [...eventColumns.map(asExpected), { name: 'copy_order', type: 'UInt64', comment: '', computed: true }],
  sortingKey: 'application_id, event_type, event_timestamp, event_id',
  partitionKey:
    'if(abs(event_timestamp - (toUnixTimestamp64Milli(occurred_at) / 1000)) < 100000, ' +
    "toDate(toDateTime64(event_timestamp, 3, 'UTC')), toDate(0))",
};

export const rawQuarantinedEvents: ExpectedTable = {
  name: 'raw_quarantined_events',
  columns: [
    ...quarantineColumns.map(asExpected),
    { name: 'event_key', type: 'String', comment: '', computed: true },
    { name: 'judged_at', type: "DateTime64(3, 'UTC')", comment: '', computed: true },
  ],
  sortingKey: 'application_id, event_key',
  partitionKey: '',
};

export const rawFailedEvents: ExpectedTable = {
  name: 'raw_failed_events',
  columns: [
    { name: 'arrived_at', type: "DateTime64(3, 'UTC')", comment: '' },
    { name: 'reason', type: 'LowCardinality(String)', comment: '' },
    { name: 'rawdata', type: 'String', comment: '' },
    { name: 'application_id', type: 'Nullable(String)', comment: '' },
    { name: 'event_id', type: 'Nullable(String)', comment: '' },
    { name: 'sequence_number', type: 'String', comment: '' },
    { name: 'shard_id', type: 'String', comment: '' },
    { name: 'record_key', type: 'String', comment: '', computed: true },
  ],
  sortingKey: 'record_key',
  partitionKey: '',
};

export const rawMetrics: ExpectedTable = {
  name: 'raw_metrics',
  columns: [...metricColumns.map(asExpected), { name: 'version', type: 'UInt64', comment: '' }],
  sortingKey: 'metric, application_id, window_start, id',
  partitionKey: 'toYYYYMM(window_start)',
};

export const allTables: readonly ExpectedTable[] = [rawEvents, rawQuarantinedEvents, rawFailedEvents, rawMetrics];

function asExpected(column: {
  readonly name: string;
  readonly types: { readonly clickhouse: string };
  readonly comment: string;
}): ExpectedColumn {
  return { name: column.name, type: column.types.clickhouse, comment: column.comment };
}
