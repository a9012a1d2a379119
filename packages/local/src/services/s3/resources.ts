import type { ResourceKind } from '../../resource.ts';
import { awsS3Bucket } from './resources/bucket.ts';
import { awsS3BucketPolicy } from './resources/bucket-policy.ts';

export const s3Resources: readonly ResourceKind[] = [awsS3BucketPolicy, awsS3Bucket];
