import { Transform, type TransformCallback } from 'node:stream';
import { ServiceError } from '../../../service.ts';

const maxLineBytes = 16_384;

/**
 * Takes the `aws-chunked` framing off a body; `onTrailer` gets the trailing headers.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 * Signatures of single chunks are not checked: that of the headers was, and the bytes came over loopback.
 */
export class AwsChunkedDecoder extends Transform {
  readonly #onTrailer: (name: string, value: string) => void;
  #pending: Buffer = Buffer.alloc(0);
  #remaining = 0;
  #state: 'size' | 'data' | 'data-end' | 'trailer' | 'done' = 'size';

  constructor(onTrailer: (name: string, value: string) => void) {
    super();
    this.#onTrailer = onTrailer;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    try {
      while (this.#step()) {}
      done();
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  }

  override _flush(done: TransformCallback): void {
    if (this.#state === 'trailer' && this.#pending.length > 0) this.#trailer(this.#pending.toString('latin1'));
    const isWhole = this.#state === 'done' || this.#state === 'trailer';
    done(isWhole ? null : new ServiceError('IncompleteBody', 'The request body terminated unexpectedly'));
  }

  /** Consumes one piece of the framing; false when more bytes are needed. */
  #step(): boolean {
    if (this.#state === 'done') {
      this.#pending = Buffer.alloc(0);
      return false;
    }
    if (this.#state === 'data') return this.#data();
    const line = this.#line();
    if (line === undefined) return false;
    if (this.#state === 'size') this.#size(line);
    else if (this.#state === 'trailer') this.#trailer(line);
    else this.#state = 'size';
    return true;
  }

  #size(line: string): void {
    const [hex = ''] = line.split(';');
    if (!/^[0-9a-fA-F]{1,8}$/.test(hex))
      throw new ServiceError('InvalidRequest', 'A chunk of the body has no valid size.');
    this.#remaining = Number.parseInt(hex, 16);
    this.#state = this.#remaining === 0 ? 'trailer' : 'data';
  }

  #data(): boolean {
    if (this.#pending.length === 0) return false;
    const piece = this.#pending.subarray(0, this.#remaining);
    this.push(piece);
    this.#remaining -= piece.length;
    this.#pending = this.#pending.subarray(piece.length);
    if (this.#remaining === 0) this.#state = 'data-end';
    return true;
  }

  #trailer(line: string): void {
    const colon = line.indexOf(':');
    if (colon === -1) this.#state = 'done';
    else this.#onTrailer(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }

  #line(): string | undefined {
    const end = this.#pending.indexOf('\r\n');
    if (end === -1) {
      if (this.#pending.length > maxLineBytes) throw new ServiceError('InvalidRequest', 'The body is not aws-chunked.');
      return undefined;
    }
    const line = this.#pending.subarray(0, end).toString('latin1');
    this.#pending = this.#pending.subarray(end + 2);
    return line;
  }
}
