/** A property whose change costs data, and why. */
export interface Fixed {
  /** Path below Properties. */
  readonly path: readonly string[];
  readonly consequence: string;
}

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
  'AWS::Kinesis::Stream': { holds: 'events that are not delivered yet', fixed: fixed('Name') },
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
};
