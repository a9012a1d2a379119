import type { ResourceKind } from '../../resource.ts';
import type { Iam } from '../iam/iam.ts';
import type { Firehose, StreamConfiguration } from './firehose.ts';

interface Engines {
  readonly firehose: Firehose;
  readonly iam: Iam;
}

const firehosePrincipal = 'firehose.amazonaws.com';
const forService = { 'kms:grantisforawsresource': 'true' } as const;

export const awsKinesisfirehoseDeliverystream: ResourceKind<Engines> = {
  type: 'AWS::KinesisFirehose::DeliveryStream',
  support:
    'Delivers direct puts or a Kinesis stream (without KPL aggregation) to S3 ' +
    '(`ExtendedS3DestinationConfiguration`). Supported: buffering, Lambda and AppendDelimiterToRecord ' +
    'processors, partition keys from Lambda, prefix expressions, JSON to Parquet with a Glue table, source ' +
    'backup, error output, error log, GZIP. A batch ends at the smaller hint of destination and backup. ' +
    'Permissions on the keys of `EncryptionConfiguration` are checked; objects are not encrypted. Delivery is ' +
    'retried indefinitely. Everything else stops the run.',
  async create({ logicalId, properties, physicalName, engines, runtime }) {
    const configuration = engines.firehose.configure(logicalId, properties, physicalName);
    // https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html (cross-service confused deputy prevention)
    const context = { 'aws:sourceaccount': runtime.accountId };
    for (const role of rolesOf(configuration)) engines.iam.assume(role, firehosePrincipal, { context });
    const { keyArn } = configuration.encryption ?? {};
    // Who creates a delivery stream lets Firehose use its key: https://docs.aws.amazon.com/firehose/latest/dev/encryption.html
    if (keyArn)
      runtime.services.authorize(engines.iam.admin, {
        action: 'kms:CreateGrant',
        resource: keyArn,
        context: forService,
      });
    await engines.firehose.createStream(configuration);
    return { ref: configuration.name, attributes: { Arn: configuration.arn } };
  },
};

/** Every role that Firehose takes: each must trust it. */
function rolesOf({ kinesis, destination }: StreamConfiguration): Set<string> {
  const { roleArn, backup, processors, conversion } = destination;
  const roles = [roleArn, kinesis?.roleArn, backup?.roleArn, processors.lambda?.roleArn, conversion?.schema.roleArn];
  return new Set(roles.filter((role) => role !== undefined));
}

export const firehoseResources = [awsKinesisfirehoseDeliverystream];
