export const metricNamespace = 'GameAnalytics';

/** Units of CloudWatch. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
export type MetricUnit = 'Count' | 'Percent' | 'Bytes' | 'Seconds' | 'Milliseconds';

export interface MetricLine {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  /** Names and values of everything that the metrics are grouped by. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** The groups, as names of `dimensions`. Default: one group of all of them. */
  readonly groups?: readonly (readonly string[])[];
  readonly metrics: Readonly<Record<string, readonly [value: number, unit: MetricUnit]>>;
  /** Members of the log line that are not metrics. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * A line of the log that CloudWatch reads as metrics: the embedded metric format.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function metricLine({ timestamp, dimensions, groups, metrics, details }: MetricLine): string {
  const entries = Object.entries(metrics);
  return JSON.stringify({
    _aws: {
      Timestamp: timestamp,
      CloudWatchMetrics: [
        {
          Namespace: metricNamespace,
          Dimensions: groups ?? [Object.keys(dimensions)],
          Metrics: entries.map(([Name, [, Unit]]) => ({ Name, Unit })),
        },
      ],
    },
    ...details,
    ...dimensions,
    ...Object.fromEntries(entries.map(([name, [value]]) => [name, value])),
  });
}
