import { createHash } from 'node:crypto';
import type { Runtime } from '../../../runtime.ts';

/** Where the reading of a stream begins, once. */
export type StartingPosition =
  | { readonly type: 'TRIM_HORIZON' }
  | { readonly type: 'LATEST' }
  /** Milliseconds since the epoch. */
  | { readonly type: 'AT_TIMESTAMP'; readonly time: number };

/** One event source mapping of a stream of Kinesis or DynamoDB, as the template has it. */
export interface MappingSettings {
  readonly id: string;
  readonly arn: string;
  readonly enabled: boolean;
  readonly streamArn: string;
  readonly functionName: string;
  readonly functionArn: string;
  /** The function's execution role: Lambda reads the stream and writes failure records as it. */
  readonly roleArn: string;
  readonly startingPosition: StartingPosition;
  /** Records of one invocation at most. */
  readonly batchSize: number;
  /** Filter patterns as JSON: only records that fit one of them go to the function. None: all records do. */
  readonly filterPatterns: readonly string[];
  /** How long the first record of a batch waits for others. */
  readonly windowSeconds: number;
  /** Batches of one shard that run at the same time, each with partition keys of its own. */
  readonly parallelization: number;
  readonly bisects: boolean;
  /** How often a failed batch is tried again; infinity: until its records are too old. */
  readonly retries: number;
  /** Older records are given up; infinity: none. */
  readonly maxRecordAgeSeconds: number;
  readonly reportsItemFailures: boolean;
  /** Bucket of the records about batches that were given up. */
  readonly failureBucket: string | undefined;
}

/**
 * A mapping's UUID. Another stream or starting position is another mapping, as CloudFormation replaces it then.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventsourcemapping.html
 */
export function mappingId(physicalName: string, streamArn: string, start: StartingPosition): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([physicalName, streamArn, start]))
    .digest('hex');
  const [, a, b, c, d, e] = /^(.{8})(.{4}).(.{3}).(.{3})(.{12})/.exec(digest) ?? [];
  return `${a}-${b}-4${c}-a${d}-${e}`;
}

/** What log lines and errors call the mapping. */
export function mappingTitle({ functionName, streamArn }: MappingSettings): string {
  const [, name = streamArn] = /:(?:stream|table)\/([^/]+)/.exec(streamArn) ?? [];
  return `event source mapping of ${name} to ${functionName}`;
}

export function mappingArn({ region, accountId }: Pick<Runtime, 'region' | 'accountId'>, id: string): string {
  return `arn:aws:lambda:${region}:${accountId}:event-source-mapping:${id}`;
}
