import { createHash, createHmac } from 'node:crypto';

export const emptyPayloadHash = sha256Hex('');

export function sha256Hex(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

export function hmacSha256(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

/** A key is good for one day, region and service, so a busy endpoint needs only a few of them at a time. */
const keys = new Map<string, Buffer>();
const maxKeys = 1_000;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#calculate-signature */
export function signingKey(secret: string, date: string, region: string, service: string): Buffer {
  const id = `${secret}/${date}/${region}/${service}`;
  const known = keys.get(id);
  if (known) return known;
  const key = hmacSha256(hmacSha256(hmacSha256(hmacSha256(`AWS4${secret}`, date), region), service), 'aws4_request');
  if (keys.size >= maxKeys) keys.clear();
  keys.set(id, key);
  return key;
}
