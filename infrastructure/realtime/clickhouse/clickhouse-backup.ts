import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { backupsDone } from '../../../functions/metrics/clickhouse-backups.ts';
import { environmentNames } from '../../../functions/realtime/backup-clickhouse/environment.ts';
import { FunctionSchedule } from '../../lambda/function-schedule.ts';
import { NodeFunction } from '../../lambda/node-function.ts';
import type { Conditions } from '../../monitoring/condition.ts';
import type { Outputs } from '../../outputs.ts';
import type { Reporting } from '../../stage-stack.ts';
import { type ClickHouseConnection, clickHouseEnvironment, readLogin } from './clickhouse-connection.ts';

export interface ClickHouseBackupProps {
  readonly connection: ClickHouseConnection;
  readonly place: BackupPlace;
  readonly logRetentionDays: number;
}

/** Where backups go: a folder of a bucket, without a slash at its end. */
export interface BackupPlace {
  readonly bucket: IBucket;
  readonly folder: string;
}

/**
 * ClickHouse's own `BACKUP … TO S3`, every night: tables that another server can read, whatever volume it has. A snapshot
 * of the volume would be of this volume only, of a moment in the middle of writes, and could not give back one table.
 * https://clickhouse.com/docs/operations/backup/s3_endpoint
 */
export class ClickHouseBackup extends Construct implements Reporting {
  readonly lambda: LambdaFunction;
  readonly outputs: Outputs;

  constructor(scope: Construct, id: string, { connection, place, logRetentionDays }: ClickHouseBackupProps) {
    super(scope, id);
    this.lambda = new NodeFunction(this, 'BackupClickHouse', {
      source: 'realtime/backup-clickhouse',
      description: 'Backs up ClickHouse to S3 and restores backups',
      environment: {
        ...clickHouseEnvironment(connection),
        [environmentNames.folder]: backupUrl(place),
      },
      statements: [readLogin(connection)],
      memoryMiB: 256,
      // It waits for the server, which goes on by itself when the function has to end.
      timeoutSeconds: 900,
      logRetentionDays,
      network: connection.network,
    }).lambda;
    this.outputs = {
      BackupFunction: { description: 'Function that backs up ClickHouse', value: this.lambda.functionName },
      BackupPrefix: { description: 'Backups of ClickHouse', value: `s3://${place.bucket.bucketName}/${place.folder}/` },
    };
    new FunctionSchedule(this, 'Nightly', {
      lambda: this.lambda,
      description: 'Backs up ClickHouse',
      expression: 'cron(0 3 * * ? *)',
    });
  }

  get conditions(): Conditions {
    return {
      BackupLate: {
        namespace: 'GameAnalytics',
        dimensions: { Function: this.lambda.functionName },
        metric: backupsDone,
        statistic: 'Sum',
        threshold: 1,
        comparison: 'below',
        periodMinutes: 24 * 60,
        periods: 1,
        severity: 'warning',
        problem: 'ClickHouse has had no backup for a day.',
        action: 'Read the log of BackupClickHouse. Invoke the function to back up now.',
      },
    };
  }
}

export function backupUrl({ bucket, folder }: BackupPlace): string {
  return `https://${bucket.bucketRegionalDomainName}/${folder}`;
}

/** What the server does in the bucket: it writes backups, and reads the one that is brought back. */
export function backupStatements({ bucket, folder }: BackupPlace): PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject'],
      resources: backupObjects({ bucket, folder }),
    }),
    new PolicyStatement({
      actions: ['s3:ListBucket'],
      resources: [bucket.bucketArn],
      // ClickHouse looks whether a backup is there by a HEAD, which asks for this right without a prefix.
      // https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
      conditions: { StringLikeIfExists: { 's3:prefix': `${folder}/*` } },
    }),
  ];
}

export function backupObjects({ bucket, folder }: BackupPlace): string[] {
  return [bucket.arnForObjects(`${folder}/*`)];
}
