import { Aws } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { IStream } from 'aws-cdk-lib/aws-kinesis';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from '../acknowledge.ts';
import { ofThisAccount } from '../iam/of-this-account.ts';

export interface DeliveryRoleProps {
  readonly bucket: IBucket;
  readonly prefixes: { readonly events: string; readonly archive: string; readonly failed: string };
  /** The Glue table whose columns the Parquet files have. */
  readonly table: { readonly databaseName: string; readonly tableName: string };
  readonly transform: IFunction;
  /** The stream to read; undefined when the API puts records on Firehose itself. */
  readonly source: IStream | undefined;
  readonly logStreamArns: readonly string[];
}

/**
 * What Firehose may do, and no more. The policies are part of the role itself: Firehose tries them when it is made.
 * https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html
 */
export class DeliveryRole extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, props: DeliveryRoleProps) {
    super(scope, id);
    const statements = [...lake(props), transformer(props), schema(props), logs(props), ...source(props)];
    this.role = new Role(this, 'Role', {
      description: 'Firehose delivers events to the lake',
      assumedBy: ofThisAccount('firehose.amazonaws.com'),
      inlinePolicies: { Delivery: new PolicyDocument({ statements }) },
    });
    const reason = 'Firehose names its files itself; the folders are those that it writes';
    acknowledgeWildcards(this.role, objects(props), reason);
  }
}

function objects({ bucket, prefixes }: DeliveryRoleProps): string[] {
  return Object.values(prefixes).map((prefix) => bucket.arnForObjects(`${prefix}/*`));
}

function lake(props: DeliveryRoleProps): PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
      resources: [props.bucket.bucketArn],
    }),
    new PolicyStatement({
      actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'],
      resources: objects(props),
    }),
  ];
}

function transformer({ transform }: DeliveryRoleProps): PolicyStatement {
  return new PolicyStatement({
    actions: ['lambda:GetFunctionConfiguration', 'lambda:InvokeFunction'],
    resources: [transform.functionArn, `${transform.functionArn}:$LATEST`],
  });
}

function schema({ table }: DeliveryRoleProps): PolicyStatement {
  const glue = `arn:${Aws.PARTITION}:glue:${Aws.REGION}:${Aws.ACCOUNT_ID}`;
  return new PolicyStatement({
    actions: ['glue:GetTable', 'glue:GetTableVersion', 'glue:GetTableVersions'],
    resources: [
      `${glue}:catalog`,
      `${glue}:database/${table.databaseName}`,
      `${glue}:table/${table.databaseName}/${table.tableName}`,
    ],
  });
}

function logs({ logStreamArns }: DeliveryRoleProps): PolicyStatement {
  return new PolicyStatement({ actions: ['logs:PutLogEvents'], resources: [...logStreamArns] });
}

function source({ source: stream }: DeliveryRoleProps): PolicyStatement[] {
  if (stream === undefined) return [];
  return [
    new PolicyStatement({
      actions: ['kinesis:DescribeStream', 'kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards'],
      resources: [stream.streamArn],
    }),
  ];
}
