import { metricLine, metricNamespace } from './metric-line.ts';

/** What the loaders count, for charts and alarms. */
export const storeMetrics = {
  namespace: metricNamespace,
  /** Rows that a store accepted, repetitions included. */
  rowsInserted: 'RowsInserted',
  /** Rows that a store refused: their records go to the failure destination. */
  rowsRefused: 'RowsRefused',
  /** Milliseconds from the arrival of a batch's oldest record in the stream until its row was stored. */
  loadLag: 'LoadLag',
  /** Failed attempts: the store was unreachable, refused the password or has unexpected tables. */
  storeFailures: 'StoreFailures',
} as const;

export type StoreName = 'clickhouse' | 'opensearch';

export interface Loaded {
  readonly functionName: string;
  readonly store: StoreName;
  readonly inserted: number;
  readonly refused: number;
  readonly lagMilliseconds: number;
}

/** `now` in milliseconds since the epoch. */
export function loadedLine({ functionName, store, inserted, refused, lagMilliseconds }: Loaded, now: number): string {
  return metricLine({
    timestamp: now,
    dimensions: { Function: functionName, Store: store },
    metrics: {
      [storeMetrics.rowsInserted]: [inserted, 'Count'],
      [storeMetrics.rowsRefused]: [refused, 'Count'],
      [storeMetrics.loadLag]: [lagMilliseconds, 'Milliseconds'],
    },
  });
}

export interface StoreFailed {
  readonly functionName: string;
  readonly store: StoreName;
  /** The kind of failure in one word. */
  readonly kind: string;
  /** In words, without secrets and event data. */
  readonly message: string;
}

/** An error in the log that is a metric as well. */
export function failureLine({ functionName, store, kind, message }: StoreFailed, now: number): string {
  return metricLine({
    timestamp: now,
    dimensions: { Function: functionName, Store: store, Kind: kind },
    groups: [
      ['Function', 'Store'],
      ['Function', 'Store', 'Kind'],
    ],
    metrics: { [storeMetrics.storeFailures]: [1, 'Count'] },
    details: { level: 'error', message },
  });
}
