import type { Reason } from './tally.ts';

/** How many records of a batch have something in common. */
export interface Count {
  /** Undefined: the records held no event, so that nobody can say whose it was. */
  readonly source: { readonly applicationId: string; readonly eventType: string } | undefined;
  readonly outcome: 'accepted' | 'quarantined' | 'failed';
  readonly reason: Reason;
  readonly count: number;
}

/** Every line counts towards these, so that an alarm needs to know neither applications nor event types. */
const totals = [
  ['Function', 'Outcome', 'Reason'],
  ['Function', 'Outcome'],
];
const bySource = [['ApplicationId', 'EventType', 'Outcome', 'Reason'], ...totals];

/**
 * A line of CloudWatch's embedded metric format: the metric `Events` of the namespace `GameAnalytics`, by application,
 * event type, outcome and reason, and by the function with outcome and reason, which tells deployments apart. CloudWatch
 * adds up what lines with the same dimensions say. `now` in milliseconds since the epoch.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function metricLine({ source, outcome, reason, count }: Count, now: number, functionName: string): string {
  const Dimensions = source === undefined ? totals : bySource;
  return JSON.stringify({
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [{ Namespace: 'GameAnalytics', Dimensions, Metrics: [{ Name: 'Events', Unit: 'Count' }] }],
    },
    ...(source !== undefined && { ApplicationId: source.applicationId, EventType: source.eventType }),
    Function: functionName,
    Outcome: outcome,
    Reason: reason,
    Events: count,
  });
}
