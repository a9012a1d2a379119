import { type Action, ServiceError } from '../../../service.ts';
import type { Tag } from '../buckets.ts';
import type { S3Context } from '../context.ts';
import { onAllBuckets, onBucket } from './permissions.ts';

interface BucketInput {
  Bucket: string;
}

export function bucketActions({ buckets, runtime }: S3Context): Record<string, Action> {
  const needs = (action: string) => (input: BucketInput) => [onBucket(action, input.Bucket)];
  return {
    ListBuckets: {
      permissions: () => [onAllBuckets('ListAllMyBuckets')],
      run: () => ({
        Owner: { ID: runtime.accountId },
        Buckets: buckets.all().map(({ name, createdMs }) => ({ Name: name, CreationDate: new Date(createdMs) })),
      }),
    },
    HeadBucket: {
      permissions: needs('ListBucket'),
      run: ({ Bucket }: BucketInput) => {
        buckets.get(Bucket);
        return { BucketRegion: runtime.region };
      },
    },
    GetBucketLocation: {
      permissions: needs('GetBucketLocation'),
      run: ({ Bucket }: BucketInput) => {
        buckets.get(Bucket);
        // The oldest region answers nothing: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
        return { LocationConstraint: runtime.region === 'us-east-1' ? undefined : runtime.region };
      },
    },
    GetBucketVersioning: {
      permissions: needs('GetBucketVersioning'),
      run: ({ Bucket }: BucketInput) => ({ Status: buckets.get(Bucket).versioning }),
    },
    GetBucketTagging: {
      permissions: needs('GetBucketTagging'),
      run: ({ Bucket }: BucketInput) => {
        const { tags } = buckets.get(Bucket);
        if (tags.length === 0) throw new ServiceError('NoSuchTagSet', 'The TagSet does not exist', 404);
        return { TagSet: tags };
      },
    },
    PutBucketTagging: {
      permissions: needs('PutBucketTagging'),
      run: async ({ Bucket, Tagging }: BucketInput & { Tagging: { TagSet: readonly Tag[] } }) => {
        await buckets.setTags(Bucket, Tagging.TagSet);
        return {};
      },
    },
    GetBucketPolicy: {
      permissions: needs('GetBucketPolicy'),
      run: ({ Bucket }: BucketInput) => {
        const { policy } = buckets.get(Bucket);
        if (policy === undefined) throw new ServiceError('NoSuchBucketPolicy', 'The bucket policy does not exist', 404);
        return { Policy: JSON.stringify(policy) };
      },
    },
    PutBucketPolicy: {
      permissions: needs('PutBucketPolicy'),
      run: ({ Bucket, Policy }: BucketInput & { Policy: string }) => {
        buckets.setPolicy(Bucket, parsePolicy(Policy));
        return {};
      },
    },
  };
}

function parsePolicy(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ServiceError('MalformedPolicy', 'This policy contains invalid Json');
  }
}
