import { Aws } from 'aws-cdk-lib';
import { CfnManagedPolicy, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from '../../acknowledge.ts';
import type { Outputs } from '../../outputs.ts';
import type { Reporting } from '../../stage-stack.ts';

export interface AnalystAccessProps {
  readonly workloadName: string;
  readonly bucket: IBucket;
  /** Folders that the tables read; without a slash. */
  readonly dataPrefixes: readonly string[];
  readonly resultsPrefix: string;
  readonly database: string;
  readonly workgroup: string;
  /** Of this account: the policy is attached to them. */
  readonly roleArns: readonly string[];
}

/**
 * Those who query the lake: by one workgroup, which limits what a query reads, one database and its files, and nothing
 * else. https://docs.aws.amazon.com/athena/latest/ug/example-policies-workgroup.html
 */
export class AnalystAccess extends Construct implements Reporting {
  readonly policy: CfnManagedPolicy;

  constructor(scope: Construct, id: string, props: AnalystAccessProps) {
    super(scope, id);
    const data = props.dataPrefixes.map((prefix) => props.bucket.arnForObjects(`${prefix}/*`));
    const results = props.bucket.arnForObjects(`${props.resultsPrefix}/*`);
    const tables = arn('glue', `table/${props.database}/*`);
    this.policy = new CfnManagedPolicy(this, 'Policy', {
      // A policy's name is one in all regions of the account.
      managedPolicyName: `${props.workloadName}-${Aws.REGION}-Analyst`,
      description: 'Queries of the game analytics lake',
      roles: props.roleArns.map(roleName),
      policyDocument: new PolicyDocument({
        statements: [
          new PolicyStatement({
            actions: [
              'athena:BatchGetNamedQuery',
              'athena:BatchGetQueryExecution',
              'athena:GetNamedQuery',
              'athena:GetQueryExecution',
              'athena:GetQueryResults',
              'athena:GetWorkGroup',
              'athena:ListNamedQueries',
              'athena:ListQueryExecutions',
              'athena:StartQueryExecution',
              'athena:StopQueryExecution',
            ],
            resources: [arn('athena', `workgroup/${props.workgroup}`)],
          }),
          new PolicyStatement({
            actions: [
              'glue:BatchGetPartition',
              'glue:GetDatabase',
              'glue:GetPartition',
              'glue:GetPartitions',
              'glue:GetTable',
              'glue:GetTables',
            ],
            resources: [arn('glue', 'catalog'), arn('glue', `database/${props.database}`), tables],
          }),
          new PolicyStatement({
            actions: ['s3:GetBucketLocation', 's3:ListBucket'],
            resources: [props.bucket.bucketArn],
          }),
          new PolicyStatement({ actions: ['s3:GetObject'], resources: [...data, results] }),
          new PolicyStatement({ actions: ['s3:AbortMultipartUpload', 's3:PutObject'], resources: [results] }),
        ],
      }),
    });
    acknowledgeWildcards(this.policy, [...data, results], 'Files below these folders are named by Firehose and Athena');
    acknowledgeWildcards(this.policy, [tables], 'Every table and view of the one database');
  }

  get outputs(): Outputs {
    return { AnalystPolicy: { description: 'Policy for those who query the lake', value: this.policy.ref } };
  }
}

function arn(service: string, resource: string): string {
  return `arn:${Aws.PARTITION}:${service}:${Aws.REGION}:${Aws.ACCOUNT_ID}:${resource}`;
}

/** A role is attached by its name, which stands behind its path. */
function roleName(roleArn: string): string {
  return roleArn.slice(roleArn.lastIndexOf('/') + 1);
}
