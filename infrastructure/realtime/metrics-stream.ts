import { Duration } from 'aws-cdk-lib';
import { Stream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis';
import { Construct } from 'constructs';
import type { Outputs } from '../outputs.ts';
import { dataRemovalPolicy } from '../removal-policy.ts';
import type { Reporting } from '../stage-stack.ts';

export interface MetricsStreamProps {
  /** Undefined: on demand, AWS chooses. */
  readonly shardCount: number | undefined;
  readonly durable: boolean;
}

/** How long a row of a metric can wait for a store that is down. Rows can also be made again: from the events. */
export const metricsRetentionHours = 24;

/** The Kinesis stream between the job that computes metrics and the function that indexes them. */
export class MetricsStream extends Construct implements Reporting {
  readonly stream: Stream;

  constructor(scope: Construct, id: string, { shardCount, durable }: MetricsStreamProps) {
    super(scope, id);
    this.stream = new Stream(this, 'Metrics', {
      streamMode: shardCount === undefined ? StreamMode.ON_DEMAND : StreamMode.PROVISIONED,
      shardCount,
      retentionPeriod: Duration.hours(metricsRetentionHours),
      encryption: StreamEncryption.MANAGED,
      removalPolicy: dataRemovalPolicy(durable),
    });
  }

  get outputs(): Outputs {
    return { MetricsStreamName: { description: 'Kinesis stream of metrics', value: this.stream.streamName } };
  }
}
