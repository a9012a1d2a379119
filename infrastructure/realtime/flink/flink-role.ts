import { Aws } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IStream } from 'aws-cdk-lib/aws-kinesis';
import type { LogGroup, LogStream } from 'aws-cdk-lib/aws-logs';
import type { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from '../../acknowledge.ts';
import { readStream } from '../read-stream.ts';

export interface FlinkRoleProps {
  /** The jar and the job, which the service and the runner read. */
  readonly code: readonly Asset[];
  readonly events: IStream;
  readonly metrics: IStream;
  readonly applications: ITable;
  readonly logs: { readonly group: LogGroup; readonly stream: LogStream };
}

/**
 * What the Flink application may do. The policies are part of the role itself, so that they are there when it starts.
 * https://docs.aws.amazon.com/managed-flink/latest/java/get-started-exercise.html
 * https://docs.aws.amazon.com/managed-flink/latest/java/cloudwatch-logs.html
 */
export class FlinkRole extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, props: FlinkRoleProps) {
    super(scope, id);
    const { code, events, metrics, applications, logs } = props;
    const { logGroupName } = logs.group;
    const groupArn = `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group`;
    const listed = [`${groupArn}:*`, `${groupArn}:${logGroupName}:*`];
    const statements = [
      new PolicyStatement({
        actions: ['s3:GetObject'],
        resources: code.map((asset) => asset.bucket.arnForObjects(asset.s3ObjectKey)),
      }),
      readStream(events),
      new PolicyStatement({ actions: ['kinesis:PutRecords'], resources: [metrics.streamArn] }),
      new PolicyStatement({
        actions: ['dynamodb:BatchGetItem', 'dynamodb:GetItem'],
        resources: [applications.tableArn],
      }),
      new PolicyStatement({ actions: ['logs:DescribeLogGroups', 'logs:DescribeLogStreams'], resources: listed }),
      new PolicyStatement({
        actions: ['logs:PutLogEvents'],
        resources: [`${groupArn}:${logGroupName}:log-stream:${logs.stream.logStreamName}`],
      }),
    ];
    this.role = new Role(this, 'Role', {
      description: 'Flink reads events and writes metrics',
      assumedBy: new ServicePrincipal('kinesisanalytics.amazonaws.com', {
        // https://docs.aws.amazon.com/managed-flink/latest/java/iam-cross-service-confused-deputy-prevention.html
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
      inlinePolicies: { Job: new PolicyDocument({ statements }) },
    });
    acknowledgeWildcards(this.role, listed, 'Log groups and their streams are described by lists of them');
  }
}
