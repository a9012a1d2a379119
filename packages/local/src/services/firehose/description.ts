import type { Destination, Place, StreamConfiguration } from './configuration.ts';

/** The answer of DescribeDeliveryStream, as far as the local runtime knows it. */
export function describeStream({
  configuration,
  createdAt,
}: {
  configuration: StreamConfiguration;
  createdAt: number;
}): unknown {
  const { name, arn, type, kinesis, encryption, destination } = configuration;
  return {
    DeliveryStreamDescription: {
      DeliveryStreamName: name,
      DeliveryStreamARN: arn,
      DeliveryStreamStatus: 'ACTIVE',
      DeliveryStreamType: type,
      VersionId: '1',
      CreateTimestamp: createdAt / 1000,
      DeliveryStreamEncryptionConfiguration: encryption
        ? { Status: 'ENABLED', KeyType: encryption.keyType, KeyARN: encryption.keyArn }
        : { Status: 'DISABLED' },
      ...(kinesis && {
        Source: {
          KinesisStreamSourceDescription: {
            KinesisStreamARN: kinesis.streamArn,
            RoleARN: kinesis.roleArn,
            DeliveryStartTimestamp: createdAt / 1000,
          },
        },
      }),
      Destinations: [
        { DestinationId: 'destinationId-000000000001', ExtendedS3DestinationDescription: describe(destination) },
      ],
      HasMoreDestinations: false,
    },
  };
}

function describe(destination: Destination): unknown {
  const { buffer, processors, conversion, backup, prefix } = destination;
  return {
    ...describePlace(destination),
    BufferingHints: { SizeInMBs: buffer.bytes / (1 << 20), IntervalInSeconds: buffer.seconds },
    ProcessingConfiguration: {
      Enabled: processors.lambda !== undefined || processors.appendNewline,
      Processors: processors.lambda
        ? [
            {
              Type: 'Lambda',
              Parameters: [{ ParameterName: 'LambdaArn', ParameterValue: processors.lambda.functionArn }],
            },
          ]
        : [],
    },
    DynamicPartitioningConfiguration: { Enabled: prefix.partitionKeys.length > 0 },
    DataFormatConversionConfiguration: { Enabled: conversion !== undefined },
    S3BackupMode: backup ? 'Enabled' : 'Disabled',
    ...(backup && { S3BackupDescription: describePlace(backup) }),
  };
}

function describePlace({ bucketArn, roleArn, compress, keyArn, log }: Place): Record<string, unknown> {
  return {
    BucketARN: bucketArn,
    RoleARN: roleArn,
    CompressionFormat: compress ? 'GZIP' : 'UNCOMPRESSED',
    EncryptionConfiguration: keyArn
      ? { KMSEncryptionConfig: { AWSKMSKeyARN: keyArn } }
      : { NoEncryptionConfig: 'NoEncryption' },
    CloudWatchLoggingOptions: log
      ? { Enabled: true, LogGroupName: log.group, LogStreamName: log.stream }
      : { Enabled: false },
  };
}
