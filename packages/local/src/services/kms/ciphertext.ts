/**
 * What Encrypt and GenerateDataKey hand out: version, key id (16 bytes), nonce (12), tag (16), AES-256-GCM ciphertext.
 * The encryption context is authenticated with it and not kept in it.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { ServiceError } from '../../service.ts';
import { bytesOfId, idOfBytes } from './key-id.ts';

export type EncryptionContext = Readonly<Record<string, string>>;

const version = 1;
const headerBytes = 1 + 16 + 12 + 16;

export function seal(keyId: string, material: Buffer, plaintext: Uint8Array, context: EncryptionContext): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', material, nonce);
  cipher.setAAD(authenticated(context));
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([Buffer.from([version]), bytesOfId(keyId), nonce, cipher.getAuthTag(), body]);
}

/** The id of the key that `blob` names; throws `InvalidCiphertextException` for what is no such blob. */
export function keyIdOf(blob: Buffer): string {
  if (blob.length < headerBytes || blob[0] !== version) throw invalid();
  return idOfBytes(blob.subarray(1, 17));
}

/** Throws `InvalidCiphertextException` when the blob was changed or the context is another one. */
export function open(material: Buffer, blob: Buffer, context: EncryptionContext): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', material, blob.subarray(17, 29));
  decipher.setAAD(authenticated(context));
  decipher.setAuthTag(blob.subarray(29, 45));
  try {
    return Buffer.concat([decipher.update(blob.subarray(headerBytes)), decipher.final()]);
  } catch {
    throw invalid();
  }
}

/** The order of the pairs does not matter. */
function authenticated(context: EncryptionContext): Buffer {
  return Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))));
}

function invalid(): ServiceError {
  return new ServiceError('InvalidCiphertextException', '');
}
