import type { LifecycleRule } from './buckets.ts';
import type { S3Context } from './context.ts';
import { expireUploads } from './multipart-uploads.ts';

const dayMs = 86_400_000;

/**
 * When an object expires: the days are added to its creation and the sum is rounded up to midnight UTC.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html#intro-lifecycle-rules-number-of-days
 */
export function expiresAtMs(createdMs: number, days: number): number {
  return Math.ceil((createdMs + days * dayMs) / dayMs) * dayMs;
}

/** Removes what a bucket's rules let expire by now. */
export async function expireObjects(
  { runtime, store }: S3Context,
  bucket: string,
  rules: readonly LifecycleRule[],
): Promise<void> {
  const now = runtime.clock.now();
  for (const { prefix, expirationDays, abortUploadsAfterDays } of rules) {
    if (abortUploadsAfterDays !== undefined) {
      await expireUploads(store, bucket, prefix, (startedMs) => expiresAtMs(startedMs, abortUploadsAfterDays) <= now);
    }
    if (expirationDays === undefined) continue;
    for await (const found of store.walk(bucket, { prefix })) {
      if ('prefix' in found || expiresAtMs(found.modifiedMs, expirationDays) > now) continue;
      await store.remove(bucket, found.key);
    }
  }
}
