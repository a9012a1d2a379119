import { createHash } from 'node:crypto';

/** A key id in the form of a UUID that is always the same for `name` (RFC 9562, version 8). */
export function derivedKeyId(name: string): string {
  const bytes = createHash('sha256').update(`kms key ${name}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return idOfBytes(bytes);
}

export function idOfBytes(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export function bytesOfId(keyId: string): Buffer {
  return Buffer.from(keyId.replaceAll('-', ''), 'hex');
}
