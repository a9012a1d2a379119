/**
 * Base64 through one buffer that is kept: half the time of a buffer for each record. What does not fit takes its own.
 * Nothing waits between a write into the buffer and the last read of it.
 */
const scratch = Buffer.allocUnsafeSlow(64 * 1024);

/** The bytes are good until the next call of this module. */
export function decodeBase64(text: string): Buffer {
  if (text.length > scratch.length) return Buffer.from(text, 'base64');
  return scratch.subarray(0, scratch.write(text, 'base64'));
}

/** Base64 of the text in UTF-8. `ascii`: no character is above U+007F. */
export function encodeBase64(text: string, ascii: boolean): string {
  if (text.length * 3 > scratch.length) return Buffer.from(text, ascii ? 'latin1' : 'utf8').toString('base64');
  return scratch.toString('base64', 0, scratch.write(text, ascii ? 'latin1' : 'utf8'));
}
