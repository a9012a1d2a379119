import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Stream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis';
import { Construct } from 'constructs';

export interface EventStreamProps {
  /** Undefined: on demand, AWS chooses. */
  readonly shardCount: number | undefined;
  readonly retentionHours: number;
  readonly durable: boolean;
}

/**
 * The Kinesis stream that events enter by. Encrypted with AWS's own key for Kinesis (alias/aws/kinesis): it costs
 * nothing, and a producer or reader needs no permission on a key besides that on the stream.
 */
export class EventStream extends Construct {
  readonly stream: Stream;

  constructor(scope: Construct, id: string, { shardCount, retentionHours, durable }: EventStreamProps) {
    super(scope, id);
    this.stream = new Stream(this, 'Events', {
      streamMode: shardCount === undefined ? StreamMode.ON_DEMAND : StreamMode.PROVISIONED,
      shardCount,
      retentionPeriod: Duration.hours(retentionHours),
      encryption: StreamEncryption.MANAGED,
      removalPolicy: durable ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }
}
