import { ConfigurationReader } from './configuration-reader.ts';
import { type Conversion, readConversion } from './conversion-configuration.ts';
import { deliveryPrefix, errorPrefix, type Prefix } from './prefix.ts';
import { type Processors, readProcessors } from './processor-configuration.ts';

/** One delivery stream as its template describes it. */
export interface StreamConfiguration {
  readonly name: string;
  readonly arn: string;
  readonly type: 'DirectPut' | 'KinesisStreamAsSource';
  readonly kinesis?: { readonly streamArn: string; readonly roleArn: string };
  readonly destination: Destination;
  readonly tags: readonly { readonly Key: string; readonly Value?: string }[];
  /** Key of `DeliveryStreamEncryptionConfigurationInput`. */
  readonly encryption?: { readonly keyType: 'AWS_OWNED_CMK' | 'CUSTOMER_MANAGED_CMK'; readonly keyArn?: string };
}

/** Objects in one place of a bucket. */
export interface Place {
  readonly bucketArn: string;
  readonly bucket: string;
  readonly roleArn: string;
  readonly prefix: Prefix;
  readonly compress: boolean;
  readonly keyArn?: string;
  readonly log?: LogStream;
}

export interface Destination extends Place {
  readonly errorPrefix: Prefix;
  readonly timeZone: string;
  /** File name extension of delivered objects, with its dot. */
  readonly extension: string;
  readonly buffer: BufferHints;
  readonly processors: Processors;
  readonly conversion?: Conversion;
  readonly backup?: Place;
}

export interface BufferHints {
  readonly bytes: number;
  readonly seconds: number;
}

/** A CloudWatch log stream. */
export interface LogStream {
  readonly group: string;
  readonly stream: string;
}

const megabyte = 1024 * 1024;
const notBuffered: BufferHints = { bytes: Number.POSITIVE_INFINITY, seconds: Number.POSITIVE_INFINITY };

/**
 * Reads the properties of an `AWS::KinesisFirehose::DeliveryStream`, and refuses by name what is not supported.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kinesisfirehose-deliverystream.html
 */
export function readConfiguration(
  { logicalId, properties }: { logicalId: string; properties: unknown },
  { defaultName, arnOf }: { defaultName: string; arnOf: (name: string) => string },
): StreamConfiguration {
  const reader = new ConfigurationReader(logicalId, properties);
  const name = reader.optionalText('DeliveryStreamName') ?? defaultName;
  const type = reader.choice('DeliveryStreamType', ['DirectPut', 'KinesisStreamAsSource'], 'DirectPut');
  const kinesis = readKinesisSource(reader, type);
  const destination = reader.object('ExtendedS3DestinationConfiguration');
  if (!destination) return reader.refuse('ExtendedS3DestinationConfiguration', 'is required');
  const configuration: StreamConfiguration = {
    name,
    arn: arnOf(name),
    type,
    ...(kinesis && { kinesis }),
    destination: readDestination(destination),
    tags: reader.list('Tags').map((tag) => ({ Key: tag.text('Key'), Value: tag.optionalText('Value') })),
    ...readEncryption(reader, type),
  };
  reader.end();
  return configuration;
}

function readKinesisSource(
  reader: ConfigurationReader,
  type: StreamConfiguration['type'],
): StreamConfiguration['kinesis'] {
  const source = reader.object('KinesisStreamSourceConfiguration');
  if ((type === 'KinesisStreamAsSource') !== (source !== undefined)) {
    return reader.refuse(
      'KinesisStreamSourceConfiguration',
      'goes with DeliveryStreamType KinesisStreamAsSource, and only with it',
    );
  }
  if (!source) return undefined;
  const kinesis = { streamArn: source.text('KinesisStreamARN'), roleArn: source.text('RoleARN') };
  source.end();
  return kinesis;
}

function readDestination(reader: ConfigurationReader): Destination {
  const timeZone = reader.optionalText('CustomTimeZone') ?? 'UTC';
  const prefix = reader.optionalText('Prefix') ?? '';
  const conversion = readConversion(reader.object('DataFormatConversionConfiguration'));
  const processors = readProcessors(reader.object('ProcessingConfiguration'), reader.text('RoleARN'));
  const backupMode = reader.choice('S3BackupMode', ['Disabled', 'Enabled'], 'Disabled');
  const backupReader = reader.object('S3BackupConfiguration');
  if (backupMode === 'Enabled' && !backupReader)
    return reader.refuse('S3BackupConfiguration', 'is required when S3BackupMode is Enabled');
  const backup = backupReader && readBackup(backupReader, timeZone);
  const place = readPlace(reader, deliveryPrefix(prefix, timeZone));
  const minMegabytes = conversion || reader.has('DynamicPartitioningConfiguration') ? 64 : 1;
  const buffer = readBuffer(reader, { minMegabytes, fallbackMegabytes: conversion ? 128 : 5 });
  if (conversion && place.compress)
    return reader.refuse('CompressionFormat', 'must be UNCOMPRESSED with format conversion: the serializer compresses');
  checkPartitioning(reader, place.prefix, prefix, processors);
  const destination: Destination = {
    ...place,
    errorPrefix: errorPrefix(reader.optionalText('ErrorOutputPrefix'), prefix, timeZone),
    timeZone,
    extension: reader.optionalText('FileExtension') ?? defaultExtension(conversion !== undefined, place.compress),
    buffer: backupMode === 'Enabled' && backup ? smaller(buffer, backup.buffer) : buffer,
    processors,
    ...(conversion && { conversion }),
    ...(backupMode === 'Enabled' && backup && { backup }),
  };
  reader.end();
  return destination;
}

function readBackup(reader: ConfigurationReader, timeZone: string): Place & { buffer: BufferHints } {
  // Failed records go to the destination's error prefix; that of the backup is ignored, as AWS documents.
  reader.optionalText('ErrorOutputPrefix');
  const place = readPlace(reader, deliveryPrefix(reader.optionalText('Prefix') ?? '', timeZone));
  if (place.prefix.partitionKeys.length > 0)
    return reader.refuse('Prefix', 'cannot hold partition keys: the backup is not partitioned');
  const buffer = reader.has('BufferingHints')
    ? readBuffer(reader, { minMegabytes: 1, fallbackMegabytes: 5 })
    : notBuffered;
  reader.end();
  return { ...place, buffer };
}

function readPlace(reader: ConfigurationReader, prefix: Prefix): Place {
  const bucketArn = reader.text('BucketARN');
  const keyArn = readObjectEncryption(reader.object('EncryptionConfiguration'));
  const log = readLogging(reader.object('CloudWatchLoggingOptions'));
  return {
    bucketArn,
    bucket: bucketArn.replace(/^arn:[^:]*:s3:::/, ''),
    roleArn: reader.text('RoleARN'),
    prefix,
    compress: reader.choice('CompressionFormat', ['UNCOMPRESSED', 'GZIP'], 'UNCOMPRESSED') === 'GZIP',
    ...(keyArn && { keyArn }),
    ...(log && { log }),
  };
}

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_BufferingHints.html; 64 MB at least: API_DynamicPartitioningConfiguration, record-format-conversion */
function readBuffer(
  reader: ConfigurationReader,
  size: { minMegabytes: number; fallbackMegabytes: number },
): BufferHints {
  const hints = reader.object('BufferingHints') ?? new ConfigurationReader('BufferingHints', {});
  const fallback = Math.max(size.minMegabytes, size.fallbackMegabytes);
  const megabytes = hints.number('SizeInMBs', { min: size.minMegabytes, max: 128, fallback });
  const seconds = hints.number('IntervalInSeconds', { min: 0, max: 900, fallback: 300 });
  hints.end();
  return { bytes: megabytes * megabyte, seconds };
}

function smaller(one: BufferHints, other: BufferHints): BufferHints {
  return { bytes: Math.min(one.bytes, other.bytes), seconds: Math.min(one.seconds, other.seconds) };
}

/** https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning-enable.html */
function checkPartitioning(reader: ConfigurationReader, prefix: Prefix, text: string, { lambda }: Processors): void {
  const partitioning = reader.object('DynamicPartitioningConfiguration');
  const enabled = partitioning?.flag('Enabled', false) ?? false;
  const retry = partitioning?.object('RetryOptions');
  // Delivery is retried for as long as it takes, so nothing of this duration shows.
  retry?.number('DurationInSeconds', { min: 0, max: 7200, fallback: 300 });
  retry?.end();
  partitioning?.end();
  if (enabled !== prefix.partitionKeys.length > 0) {
    reader.refuse('Prefix', `is ${text}: partition keys go with DynamicPartitioningConfiguration, and only with it`);
  }
  if (enabled && !lambda)
    reader.refuse('ProcessingConfiguration', 'needs a Lambda processor for partitionKeyFromLambda');
  if (enabled && !reader.has('ErrorOutputPrefix'))
    reader.refuse('ErrorOutputPrefix', 'is required with dynamic partitioning');
}

function readObjectEncryption(reader: ConfigurationReader | undefined): string | undefined {
  if (!reader) return undefined;
  reader.choice('NoEncryptionConfig', ['NoEncryption'], 'NoEncryption');
  const key = reader.object('KMSEncryptionConfig');
  const keyArn = key?.text('AWSKMSKeyARN');
  key?.end();
  reader.end();
  return keyArn;
}

function readLogging(reader: ConfigurationReader | undefined): LogStream | undefined {
  if (!reader) return undefined;
  const enabled = reader.flag('Enabled', false);
  const group = reader.optionalText('LogGroupName');
  const stream = reader.optionalText('LogStreamName');
  reader.end();
  if (!enabled) return undefined;
  if (!group || !stream) throw new Error(`${reader.path} needs LogGroupName and LogStreamName when it is enabled`);
  return { group, stream };
}

function readEncryption(
  reader: ConfigurationReader,
  type: StreamConfiguration['type'],
): Pick<StreamConfiguration, 'encryption'> {
  const input = reader.object('DeliveryStreamEncryptionConfigurationInput');
  if (!input) return {};
  if (type !== 'DirectPut')
    reader.refuse(
      'DeliveryStreamEncryptionConfigurationInput',
      'is for DirectPut: with a Kinesis source the data stream is encrypted',
    );
  const keyType = input.choice('KeyType', ['AWS_OWNED_CMK', 'CUSTOMER_MANAGED_CMK'], 'AWS_OWNED_CMK');
  const keyArn = input.optionalText('KeyARN');
  input.end();
  if ((keyType === 'CUSTOMER_MANAGED_CMK') !== (keyArn !== undefined))
    input.refuse('KeyARN', 'goes with CUSTOMER_MANAGED_CMK, and only with it');
  return { encryption: { keyType, ...(keyArn && { keyArn }) } };
}

function defaultExtension(isParquet: boolean, isCompressed: boolean): string {
  if (isParquet) return '.parquet';
  return isCompressed ? '.gz' : '';
}
