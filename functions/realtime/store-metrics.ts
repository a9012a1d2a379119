/** What the loaders count, for charts and alarms. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
export const storeMetrics = {
  namespace: 'GameAnalytics',
  /** Rows that a store took, repetitions too. */
  rowsInserted: 'RowsInserted',
  /** Rows that a store refuses: their records go to the failure destination. */
  rowsRefused: 'RowsRefused',
  /** From when the stream took the oldest record of a batch until its row was stored, in milliseconds. */
  loadLag: 'LoadLag',
  /** Attempts that failed as the store was unreachable, refused the password or differs from what is expected. */
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
  const { namespace, rowsInserted, rowsRefused, loadLag } = storeMetrics;
  return JSON.stringify({
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        {
          Namespace: namespace,
          Dimensions: [['Function', 'Store']],
          Metrics: [
            { Name: rowsInserted, Unit: 'Count' },
            { Name: rowsRefused, Unit: 'Count' },
            { Name: loadLag, Unit: 'Milliseconds' },
          ],
        },
      ],
    },
    Function: functionName,
    Store: store,
    [rowsInserted]: inserted,
    [rowsRefused]: refused,
    [loadLag]: lagMilliseconds,
  });
}

/** A line of the log that is a metric as well. `kind`: what is wrong in one word; `message`: in words, without secrets and data. */
export function failureLine(
  { functionName, store, kind, message }: { functionName: string; store: StoreName; kind: string; message: string },
  now: number,
): string {
  const { namespace, storeFailures } = storeMetrics;
  return JSON.stringify({
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        {
          Namespace: namespace,
          Dimensions: [
            ['Function', 'Store'],
            ['Function', 'Store', 'Kind'],
          ],
          Metrics: [{ Name: storeFailures, Unit: 'Count' }],
        },
      ],
    },
    level: 'error',
    message,
    Function: functionName,
    Store: store,
    Kind: kind,
    [storeFailures]: 1,
  });
}
