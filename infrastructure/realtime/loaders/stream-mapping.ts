import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IStream } from 'aws-cdk-lib/aws-kinesis';
import { CfnEventSourceMapping, type IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { readStream } from '../read-stream.ts';
import { failuresPrefix } from './failures-prefix.ts';

export interface StreamMappingProps {
  readonly stream: IStream;
  readonly retentionHours: number;
  readonly lambda: IFunction;
  /** Takes the records that the function could not load. */
  readonly failures: IBucket;
}

/** As long as Lambda allows: with a store that is down, a function waits and tries before it gives the batch back. */
export const loaderTimeoutSeconds = 900;

const rowsAtOnce = 10_000;
const secondsAtMost = 1;
/** A week: https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html */
const maxRecordAgeSeconds = 604_800;

/**
 * Lambda reads a stream for a function: from its oldest record, each shard in order, 10,000 records or a second's at
 * once. A batch that fails is halved, until what cannot be loaded stands alone; it is tried ten times more, within three
 * minutes, and goes to the bucket with its payload, and the shard goes on. While a store is down the shard waits, as each
 * of these attempts holds on for as long as a function may run: hours pass before a single record is set aside. An hour
 * before the stream forgets a record, and a week after it came at the latest, it goes to the bucket as well.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html
 * https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
export class StreamMapping extends Construct {
  readonly mapping: CfnEventSourceMapping;

  constructor(scope: Construct, id: string, { stream, retentionHours, lambda, failures }: StreamMappingProps) {
    super(scope, id);
    this.mapping = new CfnEventSourceMapping(this, 'Mapping', {
      functionName: lambda.functionName,
      eventSourceArn: stream.streamArn,
      startingPosition: 'TRIM_HORIZON',
      batchSize: rowsAtOnce,
      maximumBatchingWindowInSeconds: secondsAtMost,
      // One batch of a shard at a time: its rows are told apart by their place in the shard.
      parallelizationFactor: 1,
      bisectBatchOnFunctionError: true,
      functionResponseTypes: ['ReportBatchItemFailures'],
      maximumRetryAttempts: 10,
      maximumRecordAgeInSeconds: Math.min((retentionHours - 1) * 3600, maxRecordAgeSeconds),
      // Counts what goes to the bucket: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
      metricsConfig: { metrics: ['EventCount'] },
      destinationConfig: { onFailure: { destination: failures.bucketArn } },
    });
  }
}

/** What Lambda does with the function's role to read the stream and to set aside what failed. */
export function streamMappingStatements(stream: IStream, failures: IBucket): PolicyStatement[] {
  return [
    readStream(stream),
    new PolicyStatement({ actions: ['s3:ListBucket'], resources: [failures.bucketArn] }),
    new PolicyStatement({ actions: ['s3:PutObject'], resources: failureObjects(failures) }),
  ];
}

export function failureObjects(failures: IBucket): string[] {
  return [failures.arnForObjects(`${failuresPrefix}/*`)];
}
