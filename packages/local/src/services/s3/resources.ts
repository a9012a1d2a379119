import { awsS3Bucket } from './resources/bucket.ts';
import { awsS3BucketPolicy } from './resources/bucket-policy.ts';

export const s3Resources = [awsS3BucketPolicy, awsS3Bucket];
