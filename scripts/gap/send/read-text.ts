import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';
import { errorMessage } from '../../../schemas/error-message.ts';
import { UsageError } from '../errors.ts';

/**
 * The text of a file, chunk by chunk, without a byte order mark: UTF-8, or UTF-16 as PowerShell writes it; also compressed by
 * gzip. Throws naming the encoding of a file in another, and UsageError when it cannot be read.
 */
export async function* readText(file: string): AsyncIterable<string> {
  let decoder: TextDecoder | undefined;
  let lines = 1;
  try {
    for await (const chunk of unzipped(file)) {
      decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true });
      const text = decode(decoder, chunk, file, lines);
      lines += text.split('\n').length - 1;
      yield text;
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (error instanceof Error && /^E[A-Z]+$/.test(code)) throw new UsageError(`cannot read ${file}: ${error.message}`);
    throw error;
  }
  if (decoder !== undefined) yield decode(decoder, undefined, file, lines);
}

async function* unzipped(file: string): AsyncIterable<Buffer> {
  const chunks: AsyncIterable<Buffer> = createReadStream(file);
  for await (const chunk of chunks) {
    if (chunk[0] === 0x1f && chunk[1] === 0x8b) return yield* gunzipped(file);
    break;
  }
  yield* createReadStream(file) as AsyncIterable<Buffer>;
}

async function* gunzipped(file: string): AsyncIterable<Buffer> {
  const source = createReadStream(file);
  const gunzip = createGunzip();
  source.on('error', (error) => gunzip.destroy(error)).pipe(gunzip);
  try {
    yield* gunzip as AsyncIterable<Buffer>;
  } catch (error) {
    throw new Error(`${file}: is damaged: ${errorMessage(error)}`);
  } finally {
    source.destroy();
  }
}

function encodingOf(start: Buffer): string {
  const [first, second] = start;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return 'utf-16be';
  return 'utf-8';
}

function decode(decoder: TextDecoder, chunk: Buffer | undefined, file: string, line: number): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    const looksLike =
      decoder.encoding === 'utf-8' ? 'it looks like Latin-1; convert it by: iconv -f latin1 -t utf-8' : 'it is damaged';
    throw new Error(`${file}: is not ${decoder.encoding.toUpperCase()} from about line ${line} on: ${looksLike}`);
  }
}
