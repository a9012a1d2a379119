import type { IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { QueryParameter } from './query-string.ts';
import { badRequest, type Refusal } from './refusal.ts';
import { isInsertOfData, refuseStatement } from './statement.ts';

/** ClickHouse's own limit for what it parses is 256 KiB; only the data of `VALUES` may be longer. */
const maxStatementBytes = 16 * 1024 * 1024;

const tooLong = badRequest(`the statement is no gzip or longer than ${maxStatementBytes} bytes`);

/** Of `INSERT INTO … FORMAT …`, before its data. */
const maxInsertHeadLength = 10_000;

/** The parts of the body that hold SQL, all of it looked through; data after it stays unread. */
export async function readStatement(
  incoming: IncomingMessage,
  parameters: readonly QueryParameter[],
): Promise<{ readonly chunks: readonly Buffer[] } | { readonly refusal: Refusal }> {
  const parameter = (name: string) => parameters.find((one) => one.name === name)?.value ?? '';
  const query = parameter('query');
  // The body follows on a line of its own.
  let text = query === '' ? '' : `${query}\n`;
  const chunks: Buffer[] = [];
  if (!isInsertOfData(text)) {
    const encoding = incoming.headers['content-encoding'];
    if ((encoding !== undefined && encoding !== 'gzip') || !['', '0'].includes(parameter('decompress'))) {
      return { refusal: badRequest('a statement may be compressed with gzip only') };
    }
    let length = 0;
    for await (const chunk of readWithoutEnding(incoming)) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > maxStatementBytes) return { refusal: tooLong };
      if (encoding !== undefined) continue;
      // Its first part says what it is.
      text += chunk.toString('latin1');
      if (isInsertOfData(text.slice(0, maxInsertHeadLength))) break;
    }
    if (encoding !== undefined) {
      const unpacked = unpack(Buffer.concat(chunks));
      if (unpacked === undefined) return { refusal: tooLong };
      text += unpacked;
    }
  }
  if (isInsertOfData(text)) return { chunks };
  const refusal = refuseStatement(text);
  return refusal === undefined ? { chunks } : { refusal };
}

/** Chunks of the body; what is not asked for any more stays in it. */
async function* readWithoutEnding(incoming: IncomingMessage): AsyncGenerator<Buffer> {
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) yield chunk;
}

function unpack(body: Buffer): string | undefined {
  if (body.length === 0) return '';
  try {
    return gunzipSync(body, { maxOutputLength: maxStatementBytes }).toString('latin1');
  } catch {
    return undefined;
  }
}
