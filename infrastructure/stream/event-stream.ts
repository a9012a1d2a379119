import { Duration } from 'aws-cdk-lib';
import { Stream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis';
import { Construct } from 'constructs';
import type { EventsBackend } from '../endpoint/events-backend.ts';
import type { Conditions } from '../monitoring/condition.ts';
import { throttled } from '../monitoring/throttled.ts';
import type { Outputs } from '../outputs.ts';
import { dataRemovalPolicy } from '../removal-policy.ts';
import type { Reporting } from '../stage-stack.ts';

export interface EventStreamProps {
  /** Undefined: on demand, AWS chooses. */
  readonly shardCount: number | undefined;
  readonly retentionHours: number;
  readonly durable: boolean;
}

/**
 * The Kinesis stream that receives events. Encrypted with AWS's own key for Kinesis (alias/aws/kinesis): it costs
 * nothing, and a producer or reader needs no permission on a key besides that on the stream.
 */
export class EventStream extends Construct implements Reporting {
  readonly stream: Stream;

  constructor(scope: Construct, id: string, { shardCount, retentionHours, durable }: EventStreamProps) {
    super(scope, id);
    this.stream = new Stream(this, 'Events', {
      streamMode: shardCount === undefined ? StreamMode.ON_DEMAND : StreamMode.PROVISIONED,
      shardCount,
      retentionPeriod: Duration.hours(retentionHours),
      encryption: StreamEncryption.MANAGED,
      removalPolicy: dataRemovalPolicy(durable),
    });
  }

  get backend(): EventsBackend {
    const { streamName, streamArn } = this.stream;
    return { service: 'kinesis', streamName, streamArn };
  }

  get conditions(): Conditions {
    return {
      Throttled: {
        ...throttled,
        namespace: 'AWS/Kinesis',
        metric: 'WriteProvisionedThroughputExceeded',
        dimensions: { StreamName: this.stream.streamName },
      },
    };
  }

  get outputs(): Outputs {
    return { StreamName: { description: 'Kinesis stream that receives events', value: this.stream.streamName } };
  }
}
