import { Aws } from 'aws-cdk-lib';
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { EventsBackend } from '../endpoint/events-backend.ts';
import type { Conditions } from '../monitoring/condition.ts';
import { throttled } from '../monitoring/throttled.ts';
import type { Outputs } from '../outputs.ts';
import type { Reporting } from '../stage-stack.ts';
import { DeliveryLogs } from './delivery-logs.ts';
import { DeliveryRole, type DeliveryRoleProps } from './delivery-role.ts';
import { lambdaProcessor } from './lambda-processor.ts';

export interface DeliveryProps extends Omit<DeliveryRoleProps, 'logStreamArns'> {
  /** Where events, untouched records and failed records go; without a slash at the end. */
  readonly prefixes: { readonly events: string; readonly archive: string; readonly failed: string };
  readonly buffer: DeliveryBuffer;
  readonly logRetentionDays: number;
}

/** What is full first, size or time, ends a buffer. */
export interface DeliveryBuffer {
  /** MiB per partition, of records as the function returns them. */
  readonly sizeMiB: number;
  readonly seconds: number;
}

/** AWS's smallest with dynamic partitioning and format conversion: 64 MiB, 60 seconds. */
export const smallBuffer: DeliveryBuffer = { sizeMiB: 64, seconds: 60 };
/** Files large enough that a query does not spend its time opening them. */
export const largeBuffer: DeliveryBuffer = { sizeMiB: 128, seconds: 300 };

/** How long Firehose tries a failing write to S3 again, in seconds, before it sets the records aside. */
const retrySeconds = 300;

/**
 * Firehose: the transform function, one folder per outcome and day, Parquet by the Glue table, the records as they came
 * in the archive, and what failed under the error prefix.
 * https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning.html
 */
export class Delivery extends Construct implements Reporting {
  readonly stream: CfnDeliveryStream;
  readonly conditions: Conditions;

  constructor(scope: Construct, id: string, props: DeliveryProps) {
    super(scope, id);
    const { prefixes, buffer, bucket, transform, table, source } = props;
    const logs = new DeliveryLogs(this, 'Logs', props.logRetentionDays);
    const { roleArn } = new DeliveryRole(this, 'Role', { ...props, logStreamArns: logs.streamArns }).role;
    const errorOutputPrefix = `${prefixes.failed}/failed_date=!{timestamp:yyyy-MM-dd}/!{firehose:error-output-type}/`;
    const buffering = { sizeInMBs: buffer.sizeMiB, intervalInSeconds: buffer.seconds };
    this.stream = new CfnDeliveryStream(this, 'Stream', {
      deliveryStreamType: source === undefined ? 'DirectPut' : 'KinesisStreamAsSource',
      // A stream as the source is encrypted by itself.
      deliveryStreamEncryptionConfigurationInput: source === undefined ? { keyType: 'AWS_OWNED_CMK' } : undefined,
      kinesisStreamSourceConfiguration: source && { kinesisStreamArn: source.streamArn, roleArn },
      extendedS3DestinationConfiguration: {
        bucketArn: bucket.bucketArn,
        roleArn,
        prefix: [
          `${prefixes.events}/!{partitionKeyFromLambda:outcome}`,
          'event_date=!{partitionKeyFromLambda:event_date}',
          'delivered_hour=!{partitionKeyFromLambda:delivered_hour}/',
        ].join('/'),
        errorOutputPrefix,
        bufferingHints: buffering,
        // The Parquet writer compresses; Firehose must not do it again.
        compressionFormat: 'UNCOMPRESSED',
        dynamicPartitioningConfiguration: { enabled: true, retryOptions: { durationInSeconds: retrySeconds } },
        processingConfiguration: { enabled: true, processors: [lambdaProcessor(transform.functionArn, roleArn)] },
        dataFormatConversionConfiguration: {
          enabled: true,
          inputFormatConfiguration: { deserializer: { openXJsonSerDe: {} } },
          outputFormatConfiguration: { serializer: { parquetSerDe: { compression: 'SNAPPY' } } },
          schemaConfiguration: {
            catalogId: Aws.ACCOUNT_ID,
            region: Aws.REGION,
            databaseName: table.databaseName,
            tableName: table.tableName,
            versionId: 'LATEST',
            roleArn,
          },
        },
        cloudWatchLoggingOptions: logs.options('delivery'),
        s3BackupMode: 'Enabled',
        s3BackupConfiguration: {
          bucketArn: bucket.bucketArn,
          roleArn,
          prefix: `${prefixes.archive}/!{timestamp:yyyy/MM/dd/HH}/`,
          // Nothing fails on the way to the archive, but Firehose refuses a prefix with an expression without it.
          // https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html
          errorOutputPrefix,
          bufferingHints: buffering,
          compressionFormat: 'GZIP',
          cloudWatchLoggingOptions: logs.options('archive'),
        },
      },
    });
    this.conditions = deliveryConditions(this.stream.ref, buffer, source === undefined);
    if (source === undefined) return;
    acknowledge(this.stream, {
      'AwsSolutions-KDF1': 'The Kinesis stream that it reads is encrypted, and with it what Firehose holds',
    });
  }

  get backend(): EventsBackend {
    return { service: 'firehose', streamName: this.stream.ref, streamArn: this.stream.attrArn };
  }

  get outputs(): Outputs {
    return { FirehoseName: { description: 'Firehose stream that delivers to the lake', value: this.stream.ref } };
  }
}

/** https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-metrics.html */
function deliveryConditions(streamName: string, buffer: DeliveryBuffer, takesEvents: boolean): Conditions {
  const firehose = { namespace: 'AWS/Firehose', dimensions: { DeliveryStreamName: streamName } };
  return {
    DeliveryLate: {
      ...firehose,
      metric: 'DeliveryToS3.DataFreshness',
      statistic: 'Maximum',
      threshold: buffer.seconds + 900,
      periods: 3,
      severity: 'critical',
      problem: 'Events reach the lake more than 15 minutes late.',
      action: 'Read the delivery log and the alarms TransformErrors and ConversionFailed.',
    },
    ConversionFailed: {
      ...firehose,
      metric: 'FailedConversion.Records',
      statistic: 'Sum',
      threshold: 0,
      periods: 1,
      severity: 'critical',
      problem: 'Rows do not match the Glue table.',
      action: 'They are below the error prefix. Query the metric failed_by_reason for the cause.',
    },
    ...(takesEvents && { Throttled: { ...throttled, ...firehose, metric: 'ThrottledRecords' } }),
  };
}
