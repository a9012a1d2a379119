import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import type { Iam } from '../../iam/iam.ts';
import type { LifecycleRule, Tag } from '../buckets.ts';
import type { S3 } from '../s3.ts';

interface Engines {
  readonly iam: Iam;
  readonly s3: S3;
}

export const awsS3Bucket: ResourceKind<Engines> = {
  type: 'AWS::S3::Bucket',
  support:
    'A folder with one file per object. Lifecycle rules expire objects and unfinished uploads by prefix, every ' +
    'hour. `aws:SecureTransport` is true for every call. Ignored: encryption, public access block, ownership, ' +
    'versioning (one version is stored), logging, transitions to other storage classes.',
  async create(context) {
    const { engines, runtime, physicalName } = context;
    const properties = new PropertyReader(context).only(
      ...['BucketName', 'LifecycleConfiguration', 'VersioningConfiguration', 'Tags'],
      ...[
        'BucketEncryption',
        'PublicAccessBlockConfiguration',
        'OwnershipControls',
        'LoggingConfiguration',
        'AccessControl',
      ],
    );
    const name = properties.optionalText('BucketName') ?? physicalName;
    const arn = `arn:aws:s3:::${name}`;
    const lifecycle = properties.object('LifecycleConfiguration')?.only('Rules').items('Rules') ?? [];
    await engines.s3.createBucket({
      name,
      lifecycle: lifecycle.flatMap(readRule),
      tags: properties.raw('Tags') === undefined ? undefined : properties.items('Tags').map(readTag),
      versioning: readVersioning(properties.object('VersioningConfiguration')),
      onPolicy: (policy) => engines.iam.setResourcePolicy(arn, policy),
    });
    const { region } = runtime;
    return {
      ref: name,
      attributes: {
        Arn: arn,
        DomainName: `${name}.s3.amazonaws.com`,
        RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
        DualStackDomainName: `${name}.s3.dualstack.${region}.amazonaws.com`,
        WebsiteURL: `http://${name}.s3-website-${region}.amazonaws.com`,
      },
    };
  },
};

function readRule(rule: PropertyReader): LifecycleRule[] {
  rule.only(
    ...['Id', 'Status', 'Prefix', 'ExpirationInDays', 'AbortIncompleteMultipartUpload', 'Transitions', 'Transition'],
    ...['NoncurrentVersionExpiration', 'NoncurrentVersionTransitions', 'ExpiredObjectDeleteMarker'],
  );
  if (rule.text('Status') !== 'Enabled') return [];
  const abort = rule.object('AbortIncompleteMultipartUpload');
  return [
    {
      prefix: rule.optionalText('Prefix') ?? '',
      expirationDays: readDays(rule.raw('ExpirationInDays')),
      abortUploadsAfterDays: readDays(abort?.raw('DaysAfterInitiation')),
    },
  ];
}

function readDays(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const days = Number(value);
  if (!Number.isInteger(days) || days < 1)
    throw new Error(`a lifecycle rule's days must be a whole number, not ${value}`);
  return days;
}

function readVersioning(configuration: PropertyReader | undefined) {
  const status = configuration?.text('Status');
  return status === 'Enabled' || status === 'Suspended' ? status : undefined;
}

function readTag(tag: PropertyReader): Tag {
  return { Key: tag.text('Key'), Value: tag.text('Value') };
}
