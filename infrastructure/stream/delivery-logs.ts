import { Aws, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import { LogGroup, LogStream } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

const streamNames = ['delivery', 'archive'] as const;

/** Where Firehose says what it could not do: one log stream for the events, one for the archive. */
export class DeliveryLogs extends Construct {
  readonly #group: LogGroup;
  readonly #streams: readonly LogStream[];

  constructor(scope: Construct, id: string, retentionDays: number) {
    super(scope, id);
    this.#group = new LogGroup(this, 'Group', { retention: retentionDays, removalPolicy: RemovalPolicy.DESTROY });
    this.#streams = streamNames.map(
      (logStreamName) =>
        new LogStream(this, logStreamName, {
          logGroup: this.#group,
          logStreamName,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
    );
  }

  get streamArns(): string[] {
    const { partition } = Stack.of(this);
    const group = `arn:${partition}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:${this.#group.logGroupName}`;
    return streamNames.map((name) => `${group}:log-stream:${name}`);
  }

  options(name: (typeof streamNames)[number]): CfnDeliveryStream.CloudWatchLoggingOptionsProperty {
    const stream = this.#streams[streamNames.indexOf(name)];
    return { enabled: true, logGroupName: this.#group.logGroupName, logStreamName: stream?.logStreamName ?? name };
  }
}
