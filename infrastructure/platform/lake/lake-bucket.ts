import { Duration } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership, StorageClass } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from '../../acknowledge.ts';
import type { Outputs } from '../../outputs.ts';
import { dataRemovalPolicy } from '../../removal-policy.ts';
import type { Reporting } from '../../stage-stack.ts';

export interface LakeBucketProps {
  readonly archivePrefix: string;
  readonly failedPrefix: string;
  /** Below it are the files of accepted events as they were delivered. */
  readonly eventsPrefix: string;
  /** After how many days these files go; what they hold is compacted by then, and in the archive. */
  readonly rawRetentionDays: number;
  readonly queryResultsPrefix: string;
  /** Folder of databases' backups; undefined: there are none. */
  readonly backupFolder: string | undefined;
  /** Versioned, and kept when the stack goes; otherwise it goes with everything in it. */
  readonly durable: boolean;
}

/** Query results are copies: a week is long enough to look at them again. */
const resultDays = 7;
/** The archive is read to rebuild a platform, which is rare: after a month it moves to cheaper, immediate storage. */
const archiveTransitionDays = 30;
/** A fortnight of nights to go back to. */
const backupDays = 14;
/** How long an overwritten or deleted file can be brought back. */
const undoDays = 30;

/** The lake: files of the tables, the archive, failed records and query results, each below a prefix of its own. */
export class LakeBucket extends Construct implements Reporting {
  readonly bucket: Bucket;
  readonly outputs: Outputs;

  constructor(scope: Construct, id: string, props: LakeBucketProps) {
    super(scope, id);
    const { archivePrefix, eventsPrefix, rawRetentionDays, queryResultsPrefix, backupFolder, durable } = props;
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: durable,
      removalPolicy: dataRemovalPolicy(durable),
      autoDeleteObjects: !durable,
      lifecycleRules: [
        { id: 'abort-uploads', abortIncompleteMultipartUploadAfter: Duration.days(1) },
        { id: 'expire-query-results', prefix: `${queryResultsPrefix}/`, expiration: Duration.days(resultDays) },
        {
          id: 'expire-raw-events',
          prefix: `${eventsPrefix}/accepted/`,
          expiration: Duration.days(rawRetentionDays),
        },
        {
          id: 'archive-to-cheaper-storage',
          prefix: `${archivePrefix}/`,
          transitions: [
            {
              storageClass: StorageClass.GLACIER_INSTANT_RETRIEVAL,
              transitionAfter: Duration.days(archiveTransitionDays),
            },
          ],
        },
        ...(backupFolder === undefined
          ? []
          : [{ id: 'expire-backups', prefix: `${backupFolder}/`, expiration: Duration.days(backupDays) }]),
        ...(durable
          ? [
              {
                id: 'expire-old-versions',
                noncurrentVersionExpiration: Duration.days(undoDays),
                expiredObjectDeleteMarker: true,
              },
            ]
          : []),
      ],
    });
    acknowledge(this.bucket, {
      'AwsSolutions-S1':
        'Who asked what is in Athena’s history and CloudTrail; access logs of every file would cost more than they tell',
    });
    const { bucketName } = this.bucket;
    this.outputs = {
      Bucket: { description: 'Bucket of the lake', value: bucketName },
      ArchivePrefix: { description: 'Records as they arrived', value: `s3://${bucketName}/${archivePrefix}/` },
      ErrorPrefix: { description: 'Records that failed', value: `s3://${bucketName}/${props.failedPrefix}/` },
    };
  }
}
