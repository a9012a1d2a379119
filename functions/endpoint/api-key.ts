import { createHash } from 'node:crypto';

/** What is stored of an application's key, and where: the value itself is nowhere. */
export interface HashedKey {
  /** SHA-256 of the key's value, hexadecimal. */
  readonly hash: string;
  /** The hash's first 16 bytes as a UUID of version 8 (RFC 9562, section 5.8): the sort key of Authorizations. */
  readonly id: string;
}

/**
 * Who has a key's value can name its row, so that the authorizer finds a key with one consistent read
 * instead of a query on an index, which DynamoDB cannot read consistently.
 */
export function hashKey(value: string): HashedKey {
  const hash = createHash('sha256').update(value).digest('hex');
  const variant = ((Number.parseInt(hash.charAt(16), 16) & 0b0011) | 0b1000).toString(16);
  const id =
    `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-` +
    `${variant}${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
  return { hash, id };
}
