import type { ApiGateway } from './engines/api-gateway/api-gateway.ts';
import type { Athena } from './engines/athena/athena.ts';
import type { DynamoDb } from './engines/dynamodb/dynamodb.ts';
import type { Firehose } from './engines/firehose/firehose.ts';
import type { Glue } from './engines/glue/glue.ts';
import type { Iam } from './engines/iam/iam.ts';
import type { Kinesis } from './engines/kinesis/kinesis.ts';
import type { Kms } from './engines/kms/kms.ts';
import type { Lambda } from './engines/lambda/lambda.ts';
import type { S3 } from './engines/s3/s3.ts';

/** Every engine by name. Making one is cheap; it opens files or starts threads with its first resource. */
export interface Engines {
  readonly iam: Iam;
  readonly kms: Kms;
  readonly s3: S3;
  readonly dynamodb: DynamoDb;
  readonly kinesis: Kinesis;
  readonly firehose: Firehose;
  readonly glue: Glue;
  readonly athena: Athena;
  readonly lambda: Lambda;
  readonly apiGateway: ApiGateway;
}
