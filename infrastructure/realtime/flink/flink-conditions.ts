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
      action:
        'See its status and its log. aws kinesisanalyticsv2 start-application continues from its latest snapshot.',
    },
    FlinkFails: {
      ...metrics,
      metric: 'downtime',
      statistic: 'Maximum',
      threshold: 60_000,
      periods: 2,
      severity: 'critical',
      problem: 'The Flink job has been failing for more than a minute: metrics wait.',
      action: 'The first exception in its log says why.',
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
      problem: 'The Flink job restarts again and again: metrics are late, none is lost.',
      action: 'The exceptions in its log say why.',
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
      problem: 'Flink cannot write checkpoints: a restart would go far back.',
      action: 'See its log. More KPUs help when it is too busy.',
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
        'It is the loader (EventsLate), the delivery (DeliveryLate) or, when neither alarm fires, Flink: see its log and whether it needs more KPUs.',
    },
  };
}
