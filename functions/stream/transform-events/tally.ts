import type { FailureReason, QuarantineReason } from './outcome.ts';

export type Reason = 'ok' | QuarantineReason | FailureReason;

/** The most applications whose counts a line names; the rest are summed under `others`. */
const mostApplications = 50;

type Counts = Record<Reason, number>;

/** Counts of one batch: by reason, and by registered application and reason. Nothing of an event is in it. */
export class Tally {
  private readonly byApplication = new Map<string, Counts>();
  private readonly withoutApplication = none();
  private lastId = '';
  private lastCounts = this.withoutApplication;

  add(reason: Reason, applicationId?: string): void {
    if (applicationId === undefined) this.withoutApplication[reason]++;
    else this.countsOf(applicationId)[reason]++;
  }

  /** How many records of the batch had each of the reasons that occurred. */
  byReason(): Partial<Counts> {
    const all = [this.withoutApplication, ...this.byApplication.values()];
    const sum = (reason: Reason) => all.reduce((total, counts) => total + counts[reason], 0);
    return occurred({
      ok: sum('ok'),
      schema_mismatch: sum('schema_mismatch'),
      unregistered_application: sum('unregistered_application'),
      timestamp_out_of_range: sum('timestamp_out_of_range'),
      not_json: sum('not_json'),
      no_application_id: sum('no_application_id'),
      no_event: sum('no_event'),
      response_full: sum('response_full'),
    });
  }

  /**
   * One line of CloudWatch's embedded metric format: a metric per reason, with the function's name as the only dimension,
   * and the counts per application as a property, which Logs Insights can query and which costs no metric.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
   */
  line(now: number, functionName: string): string {
    const byReason = this.byReason();
    const metrics = Object.keys(byReason).map((name) => ({ Name: name, Unit: 'Count' }));
    const applications = Object.fromEntries([...this.byApplication].map(([id, counts]) => [id, occurred(counts)]));
    return JSON.stringify({
      _aws: {
        Timestamp: now,
        CloudWatchMetrics: [{ Namespace: 'GameAnalytics', Dimensions: [['function']], Metrics: metrics }],
      },
      function: functionName,
      ...byReason,
      applications,
    });
  }

  private countsOf(applicationId: string): Counts {
    if (applicationId === this.lastId) return this.lastCounts;
    const known = this.byApplication.has(applicationId) || this.byApplication.size < mostApplications;
    const name = known ? applicationId : 'others';
    const counts = this.byApplication.get(name) ?? none();
    this.byApplication.set(name, counts);
    this.lastId = applicationId;
    this.lastCounts = counts;
    return counts;
  }
}

const noCounts: Readonly<Counts> = {
  ok: 0,
  schema_mismatch: 0,
  unregistered_application: 0,
  timestamp_out_of_range: 0,
  not_json: 0,
  no_application_id: 0,
  no_event: 0,
  response_full: 0,
};

function none(): Counts {
  return { ...noCounts };
}

function occurred(counts: Counts): Partial<Counts> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}
