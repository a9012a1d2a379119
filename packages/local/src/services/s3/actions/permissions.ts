import type { Permission } from '../../../service.ts';

/** Calls here stay on loopback, so that a policy which denies what is not TLS has nothing to protect. */
const secureTransport = { 'aws:securetransport': 'true' } as const;

export function onBucket(action: string, bucket: string, context: Record<string, string | undefined> = {}): Permission {
  const given: Record<string, string> = { ...secureTransport };
  for (const [key, value] of Object.entries(context)) if (value !== undefined) given[key] = value;
  return { action: `s3:${action}`, resource: `arn:aws:s3:::${bucket}`, context: given };
}

export function onObject(action: string, bucket: string, key: string): Permission {
  return { action: `s3:${action}`, resource: `arn:aws:s3:::${bucket}/${key}`, context: secureTransport };
}

export function onAllBuckets(action: string): Permission {
  return { action: `s3:${action}`, resource: '*', context: secureTransport };
}
