import { Aws } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { temporaryTablePrefix } from '../../../functions/platform/compact-events/temporary-table.ts';
import type { TableNames } from './table-names.ts';

export interface CompactionAccess {
  readonly bucket: IBucket;
  /** Each ends with a slash. */
  readonly prefixes: { readonly delivered: string; readonly compacted: string; readonly results: string };
  readonly names: TableNames;
  readonly workgroupName: string;
  readonly memory: Table;
}

/**
 * What the compaction may do. Delivered files it may read and nothing else: no fault of it can lose an event. Athena
 * reads and writes with the rights of who starts the statement.
 * https://docs.aws.amazon.com/athena/latest/ug/fine-grained-access-to-glue-resources.html
 */
export function compactionStatements(access: CompactionAccess): PolicyStatement[] {
  return [...files(access), ...catalog(access), ...queries(access), memory(access)];
}

/** The resources of these statements that hold a `*`, with the reason for it. */
export function compactionWildcards({ bucket, prefixes, names }: CompactionAccess): Readonly<Record<string, string[]>> {
  return {
    'Files below these prefixes are named by Firehose and Athena': Object.values(prefixes).map((prefix) =>
      bucket.arnForObjects(`${prefix}*`),
    ),
    'Every statement writes to a temporary table of its own': [tableArn(names, temporaryTables(names))],
  };
}

function files({ bucket, prefixes }: CompactionAccess): PolicyStatement[] {
  const below = (...names: (keyof typeof prefixes)[]) =>
    names.map((name) => bucket.arnForObjects(`${prefixes[name]}*`));
  return [
    new PolicyStatement({
      actions: ['s3:ListBucket'],
      resources: [bucket.bucketArn],
      // A HEAD of a key that is missing asks for this right without a prefix, and is a 403 without it.
      // https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
      conditions: { StringLikeIfExists: { 's3:prefix': Object.values(prefixes).map((prefix) => `${prefix}*`) } },
    }),
    new PolicyStatement({ actions: ['s3:GetBucketLocation'], resources: [bucket.bucketArn] }),
    new PolicyStatement({ actions: ['s3:GetObject'], resources: below('delivered', 'compacted', 'results') }),
    new PolicyStatement({
      actions: ['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts', 's3:PutObject'],
      resources: below('compacted', 'results'),
    }),
    new PolicyStatement({ actions: ['s3:DeleteObject'], resources: below('compacted') }),
  ];
}

function catalog({ names }: CompactionAccess): PolicyStatement[] {
  const own = tableArn(names, temporaryTables(names));
  const compacted = tableArn(names, names.compactedEvents);
  const uncompacted = tableArn(names, names.uncompactedEvents);
  const above = [glueArn('catalog'), glueArn(`database/${names.database}`)];
  const onTables = (actions: string[], ...tables: string[]) =>
    new PolicyStatement({ actions, resources: [...above, ...tables] });
  return [
    onTables(['glue:GetDatabase']),
    // Athena asks for it before every statement that makes or drops a table.
    // https://docs.aws.amazon.com/athena/latest/ug/fine-grained-access-to-glue-resources.html
    new PolicyStatement({
      actions: ['glue:GetDatabase'],
      resources: [glueArn('catalog'), glueArn('database/default')],
    }),
    onTables(
      ['glue:BatchGetPartition', 'glue:GetPartition', 'glue:GetPartitions', 'glue:GetTable'],
      ...[compacted, uncompacted, own],
    ),
    onTables(['glue:BatchCreatePartition', 'glue:CreateTable', 'glue:DeleteTable'], own),
    onTables(['glue:CreatePartition', 'glue:UpdatePartition'], compacted),
    onTables(['glue:UpdateTable'], uncompacted),
  ];
}

function queries({ workgroupName }: CompactionAccess): PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: [
        'athena:GetQueryExecution',
        'athena:GetQueryResults',
        'athena:StartQueryExecution',
        'athena:StopQueryExecution',
      ],
      resources: [`arn:${Aws.PARTITION}:athena:${Aws.REGION}:${Aws.ACCOUNT_ID}:workgroup/${workgroupName}`],
    }),
  ];
}

function memory({ memory: table }: CompactionAccess): PolicyStatement {
  return new PolicyStatement({
    actions: ['dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:Query'],
    resources: [table.tableArn],
  });
}

function temporaryTables({ compactedEvents }: TableNames): string {
  return `${temporaryTablePrefix(compactedEvents)}*`;
}

function tableArn({ database }: TableNames, table: string): string {
  return glueArn(`table/${database}/${table}`);
}

function glueArn(resource: string): string {
  return `arn:${Aws.PARTITION}:glue:${Aws.REGION}:${Aws.ACCOUNT_ID}:${resource}`;
}
