import { metricLine } from './metric-line.ts';

export type Outcome = 'accepted' | 'quarantined' | 'failed';

/** How many records of a batch have something in common. */
export interface Count {
  /** Undefined: the records held no event, so their source is unknown. */
  readonly source: { readonly applicationId: string; readonly eventType: string } | undefined;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly count: number;
}

/** Every line counts towards these, so that an alarm needs to know neither applications nor event types. */
const totals = [
  ['Function', 'Outcome', 'Reason'],
  ['Function', 'Outcome'],
];
const bySource = [['ApplicationId', 'EventType', 'Outcome', 'Reason'], ...totals];

/**
 * The metric `Events` by application, event type, outcome and reason, and by function, which tells deployments apart.
 * CloudWatch adds up lines with the same dimensions. `now` in milliseconds since the epoch.
 */
export function countLine({ source, outcome, reason, count }: Count, now: number, functionName: string): string {
  return metricLine({
    timestamp: now,
    dimensions: {
      ...(source && { ApplicationId: source.applicationId, EventType: source.eventType }),
      Function: functionName,
      Outcome: outcome,
      Reason: reason,
    },
    groups: source === undefined ? totals : bySource,
    metrics: { Events: [count, 'Count'] },
  });
}
