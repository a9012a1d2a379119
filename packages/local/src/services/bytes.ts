/** A blob in an action's output: base64 in JSON, a byte string in CBOR, `buffer` for readers inside the process. */
export class Bytes {
  readonly buffer: Buffer;

  constructor(buffer: Buffer) {
    this.buffer = buffer;
  }

  toJSON(): string {
    return this.buffer.toString('base64');
  }
}
