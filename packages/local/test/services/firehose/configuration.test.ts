import { mkdtempSync, rmSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { Firehose } from '../../../src/services/firehose/firehose.ts';
import { awsKinesisfirehoseDeliverystream } from '../../../src/services/firehose/resources.ts';
import { Cloud, functionArn, lambdaProcessor, parquetConversion, role, toLake } from './cloud.ts';

const cloud = new Cloud();
afterAll(() => cloud.remove());

const configure = (properties: Record<string, unknown>) =>
  new Firehose(cloud.runtime()).configure('Clicks', properties, 'fallback');
const destination = (more: Record<string, unknown>) => () => configure(toLake(more));

test('a template is read with the defaults that AWS documents', () => {
  expect(configure(toLake({ ProcessingConfiguration: lambdaProcessor }))).toMatchObject({
    name: 'fallback',
    arn: 'arn:aws:firehose:us-east-1:000000000000:deliverystream/fallback',
    type: 'DirectPut',
    destination: {
      bucket: 'lake',
      buffer: { bytes: 5 << 20, seconds: 300 },
      extension: '',
      timeZone: 'UTC',
      processors: { lambda: { functionArn, roleArn: role, retries: 2, bufferBytes: 1 << 20, bufferSeconds: 60 } },
    },
  });
});

test('numbers and booleans may be strings, as CloudFormation allows', () => {
  const { destination: read } = configure(
    toLake({
      BufferingHints: { SizeInMBs: '64', IntervalInSeconds: '60' },
      DataFormatConversionConfiguration: { ...parquetConversion, Enabled: 'true' },
    }),
  );
  expect(read).toMatchObject({
    buffer: { bytes: 64 << 20, seconds: 60 },
    extension: '.parquet',
    conversion: { compression: 'SNAPPY' },
  });
  expect(
    configure(toLake({ DataFormatConversionConfiguration: { Enabled: 'false' } })).destination.conversion,
  ).toBeUndefined();
});

test('a batch ends with the smaller hints of destination and backup', () => {
  const backup = {
    BucketARN: 'arn:aws:s3:::archive',
    RoleARN: role,
    Prefix: 'raw/',
    BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 900 },
  };
  const { buffer } = configure(toLake({ S3BackupMode: 'Enabled', S3BackupConfiguration: backup })).destination;
  expect(buffer).toEqual({ bytes: 1 << 20, seconds: 300 });
});

const partitioned = {
  Prefix: '!{partitionKeyFromLambda:x}/',
  DynamicPartitioningConfiguration: { Enabled: true },
  ProcessingConfiguration: lambdaProcessor,
};
const processor = (parameters: Record<string, string>, Type = 'Lambda') => ({
  ProcessingConfiguration: {
    Enabled: true,
    Processors: [
      {
        Type,
        Parameters: Object.entries(parameters).map(([ParameterName, ParameterValue]) => ({
          ParameterName,
          ParameterValue,
        })),
      },
    ],
  },
});
const conversion = (more: Record<string, unknown>) => ({
  DataFormatConversionConfiguration: { ...parquetConversion, ...more },
});
const parquet = (settings: Record<string, unknown>) =>
  conversion({ OutputFormatConfiguration: { Serializer: { ParquetSerDe: settings } } });
const openX = (settings: Record<string, unknown>) =>
  conversion({ InputFormatConfiguration: { Deserializer: { OpenXJsonSerDe: settings } } });
const kinesis = { KinesisStreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/events', RoleARN: role };

describe('is refused by name:', () => {
  test.each<[string, () => unknown]>([
    [
      'Clicks: RedshiftDestinationConfiguration',
      () => configure({ ...toLake(), RedshiftDestinationConfiguration: {} }),
    ],
    ['Clicks.ExtendedS3DestinationConfiguration is required', () => configure({})],
    ['ExtendedS3DestinationConfiguration: Nonsense', destination({ Nonsense: 1 })],
    ['MSKAsSource', () => configure({ ...toLake(), DeliveryStreamType: 'MSKAsSource' })],
    ['KinesisStreamSourceConfiguration', () => configure({ ...toLake(), DeliveryStreamType: 'KinesisStreamAsSource' })],
    ['KinesisStreamSourceConfiguration', () => configure({ ...toLake(), KinesisStreamSourceConfiguration: kinesis })],
    ['CompressionFormat is Snappy', destination({ CompressionFormat: 'Snappy' })],
    ['CompressionFormat', destination({ CompressionFormat: 'GZIP', ...conversion({}) })],
    [
      'SizeInMBs is 5; it must be a number from 64 to 128',
      destination({ BufferingHints: { SizeInMBs: 5 }, ...conversion({}) }),
    ],
    ['IntervalInSeconds is soon', destination({ BufferingHints: { IntervalInSeconds: 'soon' } })],
    ['BufferingHints: Records', destination({ BufferingHints: { Records: 5 } })],
    ['BufferingHints: not an object', destination({ BufferingHints: [] })],
    ['BucketARN must be a string', destination({ BucketARN: 5 })],
    ['DynamicPartitioningConfiguration', destination({ ...partitioned, DynamicPartitioningConfiguration: undefined })],
    ['ProcessingConfiguration needs a Lambda', destination({ ...partitioned, ProcessingConfiguration: undefined })],
    ['ErrorOutputPrefix is required', destination({ ...partitioned, ErrorOutputPrefix: undefined })],
    [
      'Enabled must be true or false',
      destination({ ...partitioned, DynamicPartitioningConfiguration: { Enabled: 'yes' } }),
    ],
    ['MetadataExtraction', destination(processor({}, 'MetadataExtraction'))],
    ['LambdaArn is required', destination(processor({}))],
    ['BufferSizeInMBs is 6', destination(processor({ LambdaArn: functionArn, BufferSizeInMBs: '6' }))],
    ['Parameters: SubRecordType', destination(processor({ LambdaArn: functionArn, SubRecordType: 'JSON' }))],
    ['Delimiter', destination(processor({ Delimiter: '|' }, 'AppendDelimiterToRecord'))],
    [
      'more than one Lambda',
      destination({
        ProcessingConfiguration: {
          Enabled: true,
          Processors: [...lambdaProcessor.Processors, ...lambdaProcessor.Processors],
        },
      }),
    ],
    ['Processors must be a list', destination({ ProcessingConfiguration: { Enabled: true, Processors: {} } })],
    ['Compression is ZSTD', destination(parquet({ Compression: 'ZSTD' }))],
    ['ParquetSerDe: BlockSizeBytes', destination(parquet({ BlockSizeBytes: 1 }))],
    ['Serializer must be ParquetSerDe', destination(conversion({ OutputFormatConfiguration: { Serializer: {} } }))],
    ['OrcSerDe', destination(conversion({ OutputFormatConfiguration: { Serializer: { OrcSerDe: {} } } }))],
    ['ConvertDotsInJsonKeysToUnderscores', destination(openX({ ConvertDotsInJsonKeysToUnderscores: true }))],
    ['Deserializer must be', destination(conversion({ InputFormatConfiguration: { Deserializer: {} } }))],
    [
      'TimestampFormats',
      destination(
        conversion({ InputFormatConfiguration: { Deserializer: { HiveJsonSerDe: { TimestampFormats: ['millis'] } } } }),
      ),
    ],
    ['needs InputFormatConfiguration', destination(conversion({ SchemaConfiguration: undefined }))],
    [
      'VersionId is 3',
      destination(conversion({ SchemaConfiguration: { ...parquetConversion.SchemaConfiguration, VersionId: '3' } })),
    ],
    ['S3BackupConfiguration is required', destination({ S3BackupMode: 'Enabled' })],
    [
      'Prefix cannot hold partition keys',
      destination({
        S3BackupMode: 'Enabled',
        S3BackupConfiguration: { BucketARN: 'b', RoleARN: role, Prefix: '!{partitionKeyFromLambda:x}' },
      }),
    ],
    ['needs LogGroupName', destination({ CloudWatchLoggingOptions: { Enabled: true } })],
    ['NoEncryptionConfig is Some', destination({ EncryptionConfiguration: { NoEncryptionConfig: 'Some' } })],
    [
      'KeyARN',
      () => configure({ ...toLake(), DeliveryStreamEncryptionConfigurationInput: { KeyType: 'CUSTOMER_MANAGED_CMK' } }),
    ],
    [
      'DeliveryStreamEncryptionConfigurationInput',
      () =>
        configure({
          ...toLake(),
          DeliveryStreamType: 'KinesisStreamAsSource',
          KinesisStreamSourceConfiguration: kinesis,
          DeliveryStreamEncryptionConfigurationInput: { KeyType: 'AWS_OWNED_CMK' },
        }),
    ],
  ])('%s', (named, read) => {
    expect(read).toThrow(named);
  });
});

test('the resource is created when every role trusts Firehose, and starts when all resources are there', async () => {
  const state = mkdtempSync(`${cloud.directory}/`);
  const firehose = new Firehose({ ...cloud.runtime(), stateDirectory: state });
  const assumed: string[] = [];
  const admin = { arn: 'arn:aws:iam::000000000000:user/admin' };
  const engines = {
    firehose,
    iam: { admin, assume: (arn: string, service: string) => assumed.push(`${arn} by ${service}`) },
  };
  const key = 'arn:aws:kms:us-east-1:000000000000:key/1';
  const DeliveryStreamEncryptionConfigurationInput = { KeyType: 'CUSTOMER_MANAGED_CMK', KeyARN: key };
  const properties = {
    ...toLake({ ProcessingConfiguration: lambdaProcessor, ...conversion({}) }),
    DeliveryStreamEncryptionConfigurationInput,
  };
  // The other engines are of no use to this resource.
  const context = {
    logicalId: 'Clicks',
    properties,
    physicalName: 'clicks',
    engines,
    runtime: cloud.runtime(),
  } as unknown as Parameters<typeof awsKinesisfirehoseDeliverystream.create>[0];
  const running = await awsKinesisfirehoseDeliverystream.create(context);
  expect(running).toEqual({
    ref: 'clicks',
    attributes: { Arn: 'arn:aws:firehose:us-east-1:000000000000:deliverystream/clicks' },
  });
  expect(cloud.authorized).toEqual([expect.objectContaining({ action: 'kms:CreateGrant', resource: key })]);
  expect(assumed).toEqual([`${role} by firehose.amazonaws.com`]);
  expect((await firehose.status()).deliveryStreams.map(({ name }) => name)).toEqual(['clicks']);
  await firehose.stop();
  rmSync(state, { recursive: true });
});
