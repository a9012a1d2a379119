import { createHash, type Hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** What an object's bytes may come as. */
export type Body = string | Uint8Array | Readable;

export interface StagedBody {
  readonly path: string;
  readonly size: number;
  /** MD5 in lower-case hexadecimal, without quotes. */
  readonly md5: string;
}

/** Writes a body to a staging file, in flat memory. When it fails, the file is gone and the error is thrown on. */
export async function stageBody(body: Body, path: string): Promise<StagedBody> {
  const source = body instanceof Readable ? body : Readable.from([Buffer.from(body)]);
  const md5 = createHash('md5');
  const counted = countBytes(md5);
  try {
    await pipeline(source, counted.stream, createWriteStream(path));
  } catch (error) {
    await unlink(path).catch(() => undefined);
    throw error;
  }
  return { path, size: counted.bytes(), md5: md5.digest('hex') };
}

function countBytes(hash: Hash) {
  let bytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      hash.update(chunk);
      done(null, chunk);
    },
  });
  return { stream, bytes: () => bytes };
}
