import type { Conditions } from '../../monitoring/condition.ts';

export interface WatchedFlink {
  readonly application: string;
  /** What Flink reads. */
  readonly eventStream: string;
}

/** https://docs.aws.amazon.com/managed-flink/latest/java/metrics-dimensions.html */
export function flinkConditions({ application, eventStream }: WatchedFlink): Conditions {
  const metrics = { namespace: 'AWS/KinesisAnalytics', dimensions: { Application: application } };
  return {
    FlinkDown: {
      ...metrics,
      metric: 'uptime',
      statistic: 'Maximum',
      threshold: 1,
      comparison: 'below',
      periods: 3,
      severity: 'critical',
      problem: 'The Flink application is not running: no new metrics.',
      action: 'Check its status and log. aws kinesisanalyticsv2 start-application continues from the latest snapshot.',
    },
    FlinkFails: {
      ...metrics,
      metric: 'downtime',
      statistic: 'Maximum',
      threshold: 60_000,
      periods: 2,
      severity: 'critical',
      problem: 'The Flink job has been failing for more than a minute: metrics wait.',
      action: 'Read the first exception in its log.',
    },
    FlinkRestarts: {
      ...metrics,
      metric: 'fullRestarts',
      statistic: 'Maximum',
      threshold: 2,
      comparison: 'increase',
      periodMinutes: 15,
      periods: 1,
      severity: 'warning',
      problem: 'The Flink job restarts repeatedly. Metrics are late; none are lost.',
      action: 'Read the exceptions in its log.',
    },
    FlinkCheckpointsFail: {
      ...metrics,
      metric: 'numberOfFailedCheckpoints',
      statistic: 'Maximum',
      threshold: 2,
      comparison: 'increase',
      periodMinutes: 15,
      periods: 1,
      severity: 'warning',
      problem: 'Flink cannot write checkpoints, so a restart would repeat much work.',
      action: 'Read its log. Add KPUs if its CPU is busy.',
    },
    // The connector’s own millisBehindLatest is a metric of each task; the stream’s is of all that read it.
    StreamReadLate: {
      namespace: 'AWS/Kinesis',
      metric: 'GetRecords.IteratorAgeMilliseconds',
      dimensions: { StreamName: eventStream },
      statistic: 'Maximum',
      threshold: 300_000,
      periods: 3,
      severity: 'critical',
      problem: 'A reader of the event stream is more than 5 minutes behind.',
      action:
        'Check the loader (EventsLate) and the delivery (DeliveryLate). If neither alarm fires, it is Flink: read its log, and add KPUs if it is busy.',
    },
  };
}
