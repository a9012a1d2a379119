import { createHash } from 'node:crypto';

/** An id in the letters of API Gateway's, always the same for the same text. */
export function shortId(text: string, length: number): string {
  const digest = createHash('sha256').update(text).digest();
  return [...digest.subarray(0, length)].map((byte) => (byte % 36).toString(36)).join('');
}
