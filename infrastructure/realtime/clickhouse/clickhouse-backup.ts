import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { environmentNames } from '../../../functions/realtime/backup-clickhouse/environment.ts';
import { FunctionSchedule } from '../../lambda/function-schedule.ts';
import { NodeFunction } from '../../lambda/node-function.ts';
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
export class ClickHouseBackup extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, { connection, place, logRetentionDays }: ClickHouseBackupProps) {
    super(scope, id);
    const { bucket, folder } = place;
    this.lambda = new NodeFunction(this, 'BackupClickHouse', {
      source: 'realtime/backup-clickhouse',
      description: 'Backs ClickHouse up to S3, and brings a backup back',
      environment: {
        ...clickHouseEnvironment(connection),
        [environmentNames.folder]: `https://${bucket.bucketRegionalDomainName}/${folder}`,
      },
      statements: [readLogin(connection)],
      memoryMiB: 256,
      // It waits for the server, which goes on by itself when the function has to end.
      timeoutSeconds: 900,
      logRetentionDays,
      network: connection.network,
    }).lambda;
    new FunctionSchedule(this, 'Nightly', {
      lambda: this.lambda,
      description: 'Backs ClickHouse up',
      expression: 'cron(0 3 * * ? *)',
    });
  }
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
      conditions: { StringLike: { 's3:prefix': `${folder}/*` } },
    }),
  ];
}

export function backupObjects({ bucket, folder }: BackupPlace): string[] {
  return [bucket.arnForObjects(`${folder}/*`)];
}
