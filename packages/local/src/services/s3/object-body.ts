import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

/** The bytes of an object, or of a range of it, read when asked for; the methods are named as in the AWS SDK. */
export class ObjectBody {
  readonly path: string;
  readonly #start: number;
  readonly #length: number;

  constructor(path: string, start: number, length: number) {
    this.path = path;
    this.#start = start;
    this.#length = length;
  }

  stream(): Readable {
    if (this.#length === 0) return Readable.from([]);
    return createReadStream(this.path, { start: this.#start, end: this.#start + this.#length - 1 });
  }

  transformToByteArray(): Promise<Buffer> {
    return buffer(this.stream());
  }

  async transformToString(): Promise<string> {
    return (await this.transformToByteArray()).toString('utf8');
  }
}
