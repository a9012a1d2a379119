import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IStream } from 'aws-cdk-lib/aws-kinesis';
import {
  CfnApplication,
  CfnApplicationCloudWatchLoggingOption as CfnLoggingOption,
} from 'aws-cdk-lib/aws-kinesisanalyticsv2';
import { LogGroup, LogStream } from 'aws-cdk-lib/aws-logs';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import type { Judging } from '../../../functions/event/environment.ts';
import type { Conditions } from '../../monitoring/condition.ts';
import type { Outputs } from '../../outputs.ts';
import type { Reporting } from '../../stage-stack.ts';
import { jobAsset } from '../job/job-asset.ts';
import { flinkConditions } from './flink-conditions.ts';
import { FlinkRole } from './flink-role.ts';
import { runnerJar } from './runner-jar.ts';
import { StartFlink } from './start-flink.ts';

export interface FlinkApplicationProps {
  readonly name: string;
  readonly events: IStream;
  readonly metrics: IStream;
  readonly applications: ITable;
  readonly judging: Judging;
  readonly logRetentionDays: number;
}

/** How long an event id is remembered. A game that sends an event again after that long sends it a second time. */
const deduplicationTtl = '1 d';

/** Between two checkpoints, which are where a job goes on that failed. */
const checkpointMilliseconds = 60_000;

/**
 * The Managed Flink application: the runner's jar, and the job that it loads, told by runtime properties. It has one
 * KPU at first, and AWS adds more while the processors are busy. Checkpoints are kept by the service; a snapshot is
 * taken whenever it is stopped or updated, and what follows begins there.
 * https://docs.aws.amazon.com/managed-flink/latest/java/how-scaling-auto.html
 * https://docs.aws.amazon.com/managed-flink/latest/java/how-snapshots.html
 */
export class FlinkApplication extends Construct implements Reporting {
  readonly application: CfnApplication;
  readonly conditions: Conditions;
  readonly outputs: Outputs;

  constructor(scope: Construct, id: string, props: FlinkApplicationProps) {
    super(scope, id);
    const { name, events, metrics, applications, judging, logRetentionDays } = props;
    const jar = runnerJar(this, 'Runner');
    const job = new Asset(this, 'Job', { path: jobAsset() });
    const logs = this.#logs(logRetentionDays);
    const { role } = new FlinkRole(this, 'Role', { code: [jar, job], events, metrics, applications, logs });
    const propertyMap = {
      EVENT_STREAM_ARN: events.streamArn,
      METRICS_STREAM_ARN: metrics.streamArn,
      AWS_REGION: Aws.REGION,
      APPLICATIONS_TABLE: applications.tableName,
      MAX_EVENT_AGE_DAYS: String(judging.maxEventAgeDays),
      UNKNOWN_EVENT_TYPES: judging.unknownEventTypes,
      DEDUPLICATION_TTL: deduplicationTtl,
      JOB_BUCKET: job.s3BucketName,
      JOB_KEY: job.s3ObjectKey,
    };
    const propertyGroups = [{ propertyGroupId: 'pipeline', propertyMap }];
    this.application = new CfnApplication(this, 'Application', {
      applicationName: name,
      applicationDescription: 'Metrics of every minute, from events as they come in',
      runtimeEnvironment: 'FLINK-1_20',
      serviceExecutionRole: role.roleArn,
      applicationConfiguration: {
        applicationCodeConfiguration: {
          codeContentType: 'ZIPFILE',
          codeContent: { s3ContentLocation: { bucketArn: jar.bucket.bucketArn, fileKey: jar.s3ObjectKey } },
        },
        environmentProperties: { propertyGroups },
        flinkApplicationConfiguration: {
          checkpointConfiguration: {
            configurationType: 'CUSTOM',
            checkpointingEnabled: true,
            checkpointInterval: checkpointMilliseconds,
            minPauseBetweenCheckpoints: 5000,
          },
          parallelismConfiguration: {
            configurationType: 'CUSTOM',
            parallelism: 1,
            parallelismPerKpu: 1,
            autoScalingEnabled: true,
          },
          monitoringConfiguration: { configurationType: 'CUSTOM', logLevel: 'INFO', metricsLevel: 'APPLICATION' },
        },
        applicationSnapshotConfiguration: { snapshotsEnabled: true },
        // A version that does not come up is taken back to the one before.
        applicationSystemRollbackConfiguration: { rollbackEnabled: true },
      },
      // Of an update of the application while it runs, and of nothing else: StartFlink says the same when it starts one.
      runConfiguration: {
        applicationRestoreConfiguration: { applicationRestoreType: 'RESTORE_FROM_LATEST_SNAPSHOT' },
        // A metric that is no longer asked leaves its state behind.
        flinkRunConfiguration: { allowNonRestoredState: true },
      },
    });
    this.conditions = flinkConditions({ application: this.application.ref, eventStream: events.streamName });
    this.outputs = {
      FlinkApplication: { description: 'Flink application that computes metrics', value: this.application.ref },
    };
    const logging = new CfnLoggingOption(this, 'Logging', {
      applicationName: this.application.ref,
      cloudWatchLoggingOption: { logStreamArn: logStreamArn(logs) },
    });
    new StartFlink(this, 'Start', {
      application: this.application,
      applicationName: name,
      codeKey: jar.s3ObjectKey,
      propertyGroups,
      logRetentionDays,
    }).start.node.addDependency(logging);
  }

  #logs(retention: number): { readonly group: LogGroup; readonly stream: LogStream } {
    const group = new LogGroup(this, 'Logs', { retention, removalPolicy: RemovalPolicy.DESTROY });
    const logStreamName = 'application';
    const stream = new LogStream(this, 'LogStream', {
      logGroup: group,
      logStreamName,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    return { group, stream };
  }
}

function logStreamArn({ group, stream }: { readonly group: LogGroup; readonly stream: LogStream }): string {
  const groupArn = `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:${group.logGroupName}`;
  return `${groupArn}:log-stream:${stream.logStreamName}`;
}
