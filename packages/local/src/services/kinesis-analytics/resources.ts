import type { ResourceKind } from '../../resource.ts';
import { cloudEnvironment } from '../../resources/cloud-environment.ts';
import { PropertyReader } from '../../resources/property-reader.ts';
import type { Iam } from '../iam/iam.ts';
import type { KinesisAnalytics } from './kinesis-analytics.ts';

interface Engines {
  readonly iam: Iam;
  readonly kinesisAnalytics: KinesisAnalytics;
}

const flinkPrincipal = 'kinesisanalytics.amazonaws.com';

/** Runtime properties that name the job's object in S3: a folder of the cloud assembly here. */
const jobKey = 'JOB_KEY';
const jobBucket = 'JOB_BUCKET';

export const awsKinesisanalyticsv2Application: ResourceKind<Engines> = {
  type: 'AWS::KinesisAnalyticsV2::Application',
  support:
    'Runs the asset that the runtime property JOB_KEY names. `job.sql` runs on DuckDB with the functions of `functions.mjs`; with `--engine flink` the jar runs on Apache Flink. The application runs from StartApplication on, and continues after a restart. Unsupported SQL is rejected with its name and line. Snapshots have a name and no content. Ignored: autoscaling, checkpoint and monitoring settings.',
  create(context) {
    const { engines, runtime, physicalName, assets, logicalId } = context;
    const reader = new PropertyReader(context).only(
      'ApplicationName',
      'ApplicationDescription',
      'ApplicationMode',
      'ApplicationConfiguration',
      'ApplicationMaintenanceConfiguration',
      'RunConfiguration',
      'RuntimeEnvironment',
      'ServiceExecutionRole',
      'Tags',
    );
    const name = reader.optionalText('ApplicationName') ?? physicalName;
    const roleArn = reader.text('ServiceExecutionRole');
    const configuration = reader.object('ApplicationConfiguration');
    const groups = configuration?.object('EnvironmentProperties')?.items('PropertyGroups') ?? [];
    const runtimeProperties = Object.fromEntries(
      groups.map((group) => [group.text('PropertyGroupId'), textsOf(group.raw('PropertyMap'))]),
    );
    const all = Object.assign({}, ...Object.values(runtimeProperties));
    const jobFolder = assets.get(all[jobKey]);
    if (jobFolder === undefined) {
      throw new Error(`${logicalId}: its runtime property ${jobKey} names no asset of the cloud assembly`);
    }
    const code = configuration
      ?.object('ApplicationCodeConfiguration')
      ?.object('CodeContent')
      ?.object('S3ContentLocation');
    if (code === undefined) throw new Error(`${logicalId}: its code is not in S3`);
    const parallelism = configuration
      ?.object('FlinkApplicationConfiguration')
      ?.object('ParallelismConfiguration')
      ?.raw('Parallelism');
    const credentials = engines.iam.assume(roleArn, flinkPrincipal, {
      context: { 'aws:sourceaccount': runtime.accountId },
    });
    engines.kinesisAnalytics.createApplication({
      name,
      arn: engines.kinesisAnalytics.arnOf(name),
      description: reader.optionalText('ApplicationDescription') ?? '',
      runtimeEnvironment: reader.text('RuntimeEnvironment'),
      roleArn,
      code: { bucketArn: code.text('BucketARN'), key: code.text('FileKey') },
      properties: runtimeProperties,
      parallelism: Number(parallelism ?? 1),
      jobFolder,
      jobArn: `arn:aws:s3:::${all[jobBucket]}/${all[jobKey]}`,
      environment: cloudEnvironment(runtime, credentials),
    });
    return { ref: name, attributes: {} };
  },
};

function textsOf(map: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(map ?? {}).map(([name, value]) => [name, String(value)]));
}

export const kinesisAnalyticsResources = [awsKinesisanalyticsv2Application];
