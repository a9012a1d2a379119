import { Fn, type Stack } from 'aws-cdk-lib';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { backupFolder } from '../config/backup-folder.ts';
import type { Config } from '../config/config.ts';
import { tableNames } from '../config/table-names.ts';
import { AlarmTopic } from '../monitoring/alarm-topic.ts';
import { StageStack } from '../stage-stack.ts';
import { AnalystAccess } from './lake/analyst-access.ts';
import { Catalog } from './lake/catalog.ts';
import { Compaction } from './lake/compaction.ts';
import { LakeBucket } from './lake/lake-bucket.ts';
import { Workgroup } from './lake/workgroup.ts';

/** The lake: files, tables, views, compaction, and where analysts ask. It also has the topic of everybody's alarms. */
export class PlatformStack extends StageStack {
  /** Undefined: nobody wants to be told. */
  readonly topic: ITopic | undefined;

  constructor(scope: Construct, config: Config) {
    super(scope, 'platform', config);
    const durable = !config.DEV_MODE;
    const names = tableNames(config);
    this.topic =
      config.EMAIL_ADDRESS === ''
        ? undefined
        : new AlarmTopic(this, 'Alerts', { emailAddress: config.EMAIL_ADDRESS }).topic;
    const lake = new LakeBucket(this, 'Lake', {
      archivePrefix: config.ARCHIVE_PREFIX,
      eventsPrefix: config.EVENTS_PREFIX,
      failedPrefix: config.FAILED_PREFIX,
      rawRetentionDays: config.RAW_RETENTION_DAYS,
      queryResultsPrefix: config.QUERY_RESULTS_PREFIX,
      backupFolder: backupFolder(config),
      durable,
    });
    const catalog = new Catalog(this, 'Catalog', {
      bucket: lake.bucket,
      prefixes: { events: config.EVENTS_PREFIX, failed: config.FAILED_PREFIX, compacted: config.COMPACTED_PREFIX },
      names,
      maxEventAgeDays: config.MAX_EVENT_AGE_DAYS,
      rawRetentionDays: config.RAW_RETENTION_DAYS,
      logRetentionDays: config.CLOUDWATCH_RETENTION_DAYS,
      durable,
    });
    const workgroup = new Workgroup(this, 'Questions', {
      name: config.WORKLOAD_NAME,
      bucket: lake.bucket,
      resultsPrefix: config.QUERY_RESULTS_PREFIX,
      scanLimitBytes: config.QUERY_SCAN_LIMIT_GIB * 1024 ** 3,
      names,
    });
    const compaction = new Compaction(this, 'Compaction', {
      workloadName: config.WORKLOAD_NAME,
      bucket: lake.bucket,
      prefixes: {
        events: config.EVENTS_PREFIX,
        compacted: config.COMPACTED_PREFIX,
        queryResults: config.QUERY_RESULTS_PREFIX,
      },
      names,
      maxEventAgeDays: config.MAX_EVENT_AGE_DAYS,
      rawRetentionDays: config.RAW_RETENTION_DAYS,
      logRetentionDays: config.CLOUDWATCH_RETENTION_DAYS,
      durable,
    });
    const analysts = new AnalystAccess(this, 'Analysts', {
      workloadName: config.WORKLOAD_NAME,
      bucket: lake.bucket,
      dataPrefixes: [config.EVENTS_PREFIX, config.COMPACTED_PREFIX, config.FAILED_PREFIX],
      resultsPrefix: config.QUERY_RESULTS_PREFIX,
      database: names.database,
      workgroup: config.WORKLOAD_NAME,
      roleArns: config.ANALYST_ROLE_ARNS,
    });
    this.report(this.topic, [lake, catalog, workgroup, compaction, analysts]);
  }

  /** The lake's bucket as another stage's stack knows it: by this stack's output. */
  bucketIn(stack: Stack): IBucket {
    stack.addStackDependency(this);
    return Bucket.fromBucketName(stack, 'LakeBucket', Fn.getStackOutput(this.stackName, 'Bucket'));
  }
}
