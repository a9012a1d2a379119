/** A property whose change costs data, and why. */
export interface Fixed {
  /** Path below Properties. */
  readonly path: readonly string[];
  readonly consequence: string;
  /** A change that costs nothing; undefined: there is none. */
  readonly allows?: (from: unknown, to: unknown) => boolean;
}

const grows = (from: unknown, to: unknown) => Number(to) >= Number(from);

const replaced = 'CloudFormation would make a new, empty one and drop the old';

function fixed(...paths: string[]): Fixed[] {
  return paths.map((path) => ({ path: path.split('.'), consequence: replaced }));
}

interface DataBearing {
  readonly holds: string;
  readonly fixed: readonly Fixed[];
}

/**
 * Resource types that hold data, with the properties that CloudFormation cannot change without replacing them
 * ("Update requires: Replacement") or whose change hides what is there.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 */
export const dataBearing: Readonly<Record<string, DataBearing>> = {
  'AWS::DynamoDB::Table': {
    holds: 'the applications, their keys or what the compaction has done',
    fixed: fixed('TableName', 'KeySchema', 'ImportSourceSpecification'),
  },
  'AWS::S3::Bucket': { holds: 'the lake and the archive', fixed: fixed('BucketName') },
  'AWS::Kinesis::Stream': { holds: 'events or metrics that are not delivered yet', fixed: fixed('Name') },
  'AWS::EC2::Volume': {
    holds: 'ClickHouse’s events and metrics',
    fixed: [
      ...fixed('AvailabilityZone', 'Encrypted', 'KmsKeyId', 'SnapshotId', 'OutpostArn', 'SourceVolumeId'),
      { path: ['Size'], consequence: 'a volume can grow and not shrink', allows: grows },
    ],
  },
  'AWS::SecretsManager::Secret': {
    holds: 'the only copy of a password',
    fixed: [
      ...fixed('Name'),
      {
        path: ['GenerateSecretString'],
        consequence: 'Secrets Manager would make a new password, and the server still has the old one',
      },
    ],
  },
  'AWS::OpenSearchService::Domain': {
    holds: 'metrics',
    fixed: fixed(
      'DomainName',
      'EncryptionAtRestOptions',
      'NodeToNodeEncryptionOptions',
      'AdvancedSecurityOptions.Enabled',
    ),
  },
  'AWS::KinesisAnalyticsV2::Application': {
    holds: 'the state of the metrics and where in the events they are',
    fixed: fixed('ApplicationName', 'ApplicationMode'),
  },
  'AWS::KinesisFirehose::DeliveryStream': {
    holds: 'events that are not delivered yet',
    fixed: fixed('DeliveryStreamName', 'DeliveryStreamType', 'KinesisStreamSourceConfiguration'),
  },
  'AWS::Glue::Database': { holds: 'the tables', fixed: fixed('CatalogId', 'DatabaseInput.Name') },
  'AWS::Glue::Table': {
    holds: 'the description of the lake’s files and its partitions',
    fixed: [
      ...fixed('CatalogId', 'DatabaseName', 'TableInput.Name', 'TableInput.PartitionKeys'),
      {
        path: ['TableInput', 'StorageDescriptor', 'Location'],
        consequence: 'the files delivered so far would no longer be in the table',
      },
    ],
  },
};

/** Which key of the config stands behind a property, as far as one does. */
export const configKeys: Readonly<Record<string, string>> = {
  'DatabaseInput.Name': 'EVENTS_DATABASE',
  'TableInput.Name': 'the key of the table’s name',
  'TableInput.StorageDescriptor.Location': 'EVENTS_PREFIX, COMPACTED_PREFIX or FAILED_PREFIX',
  DeliveryStreamType: 'INGEST_MODE',
  KinesisStreamSourceConfiguration: 'INGEST_MODE',
  Size: 'CLICKHOUSE_VOLUME_GIB',
};
