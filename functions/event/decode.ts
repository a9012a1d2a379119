import { isUtf8 } from 'node:buffer';

const buffer = Buffer.allocUnsafeSlow(64 * 1024);

export interface Decoded {
  readonly text: string;
  /** No character of the text is above U+007F. */
  readonly ascii: boolean;
}

/**
 * Base64 of UTF-8 to text; undefined: the bytes are not UTF-8. The bytes go through one buffer that is kept: a new one, or
 * a view of it, for each record costs more than the decoding.
 */
export function decode(base64: string): Decoded | undefined {
  const bytes = base64.length > buffer.length ? Buffer.from(base64, 'base64') : buffer;
  const length = bytes === buffer ? buffer.write(base64, 'base64') : bytes.length;
  return decodeBytes(bytes, length);
}

/** The first `length` bytes, UTF-8, to text; undefined: they are not UTF-8. */
export function decodeBytes(bytes: Buffer, length: number): Decoded | undefined {
  const text = bytes.toString('utf8', 0, length);
  // Beyond ASCII a character has more bytes than UTF-16 units, and a byte that is wrong becomes U+FFFD.
  const ascii = text.length === length && !text.includes('\ufffd');
  return ascii || isUtf8(bytes.subarray(0, length)) ? { text, ascii } : undefined;
}
