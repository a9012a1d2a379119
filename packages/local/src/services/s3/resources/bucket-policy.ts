import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import type { S3 } from '../s3.ts';

interface Engines {
  readonly s3: S3;
}

export const awsS3BucketPolicy: ResourceKind<Engines> = {
  type: 'AWS::S3::BucketPolicy',
  support: 'Checked with the caller’s policies on every call to the bucket and its objects.',
  create(context) {
    const properties = new PropertyReader(context).only('Bucket', 'PolicyDocument');
    const bucket = properties.text('Bucket');
    context.engines.s3.setBucketPolicy(bucket, properties.raw('PolicyDocument'));
    return { ref: bucket, attributes: {} };
  },
};
