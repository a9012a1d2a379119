import type { FailureReason, QuarantineReason } from './outcome.ts';

export type Reason = 'ok' | QuarantineReason | FailureReason;

/** The most applications whose counts a line names; the rest are summed under `others`. */
const mostApplications = 50;

/** Counts of one batch: by reason, and by registered application and reason. Nothing of an event is in it. */
export class Tally {
  readonly byReason = new Map<Reason, number>();
  private readonly byApplication = new Map<string, Map<Reason, number>>();

  add(reason: Reason, applicationId?: string): void {
    increment(this.byReason, reason);
    if (applicationId === undefined) return;
    const known = this.byApplication.has(applicationId) || this.byApplication.size < mostApplications;
    const name = known ? applicationId : 'others';
    let counts = this.byApplication.get(name);
    if (counts === undefined) {
      counts = new Map();
      this.byApplication.set(name, counts);
    }
    increment(counts, reason);
  }

  /**
   * One line of CloudWatch's embedded metric format: a metric per reason, with the function's name as the only dimension,
   * and the counts per application as a property, which Logs Insights can query and which costs no metric.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
   */
  line(now: number, functionName: string): string {
    const metrics = [...this.byReason.keys()].map((name) => ({ Name: name, Unit: 'Count' }));
    const applications = Object.fromEntries(
      [...this.byApplication].map(([id, counts]) => [id, Object.fromEntries(counts)]),
    );
    return JSON.stringify({
      _aws: {
        Timestamp: now,
        CloudWatchMetrics: [{ Namespace: 'GameAnalytics', Dimensions: [['function']], Metrics: metrics }],
      },
      function: functionName,
      ...Object.fromEntries(this.byReason),
      applications,
    });
  }
}

function increment(counts: Map<Reason, number>, reason: Reason): void {
  counts.set(reason, (counts.get(reason) ?? 0) + 1);
}
