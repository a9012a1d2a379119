import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { ServiceError } from '../service.ts';
import type { SignedRequest } from '../services/iam/sigv4.ts';

export type Incoming = IncomingMessage | Http2ServerRequest;
export type Outgoing = ServerResponse | Http2ServerResponse;

/** The largest body that any service of the JSON protocol takes: 10 MiB of records, in base64, with their frame. */
const maxBodyBytes = 16 * 1024 * 1024;

/** One request and its answer, over HTTP/1.1 or HTTP/2. */
export class Exchange {
  readonly incoming: Incoming;
  readonly outgoing: Outgoing;
  readonly requestId = randomUUID();
  readonly method: string;
  /** As sent. */
  readonly path: string;
  /** As sent, without the question mark. */
  readonly query: string;
  /** `host` is there for HTTP/2 too. */
  readonly headers: Readonly<Record<string, string | undefined>>;

  constructor(incoming: Incoming, outgoing: Outgoing) {
    this.incoming = incoming;
    this.outgoing = outgoing;
    this.method = incoming.method ?? 'GET';
    const url = incoming.url ?? '/';
    const mark = url.indexOf('?');
    this.path = mark < 0 ? url : url.slice(0, mark);
    this.query = mark < 0 ? '' : url.slice(mark + 1);
    this.headers = textHeaders(incoming);
  }

  signedRequest(body: Buffer | undefined): SignedRequest {
    return { method: this.method, path: this.path, query: this.query, headers: this.headers, body };
  }

  /** Throws `RequestEntityTooLargeException` (413), without reading on, for a body beyond 16 MiB. */
  async readBody(): Promise<Buffer> {
    const declared = Number(this.headers['content-length'] ?? 0);
    if (declared > maxBodyBytes) throw tooLarge();
    const chunks: Buffer[] = [];
    let length = 0;
    try {
      for await (const chunk of this.incoming) {
        length += chunk.length;
        if (length > maxBodyBytes) throw tooLarge();
        chunks.push(chunk);
      }
    } catch (error) {
      throw error instanceof ServiceError ? error : new ServiceError('RequestAborted', 'The client went away.');
    }
    const [only] = chunks;
    return chunks.length === 1 && only ? only : Buffer.concat(chunks, length);
  }

  /** Answers once; a client that has gone away is no error. */
  respond(status: number, contentType: string, body: string | Buffer, headers: Readonly<Record<string, string>> = {}) {
    const { outgoing } = this;
    if (outgoing.headersSent || outgoing.destroyed) return;
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    outgoing.statusCode = status;
    outgoing.setHeader('x-amzn-requestid', this.requestId);
    outgoing.setHeader('content-type', contentType);
    outgoing.setHeader('content-length', bytes.length);
    for (const name in headers) outgoing.setHeader(name, headers[name] ?? '');
    // What is left of a refused body is not worth reading; HTTP/2 resets the stream by itself.
    if (!this.incoming.complete && this.incoming.httpVersionMajor === 1) outgoing.setHeader('connection', 'close');
    outgoing.end(bytes);
  }
}

function textHeaders(incoming: Incoming): Record<string, string | undefined> {
  const headers: Record<string, string | undefined> = Object.create(null);
  for (const name in incoming.headers) {
    const value = incoming.headers[name];
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  headers.host ??= headers[':authority'];
  return headers;
}

function tooLarge(): ServiceError {
  return new ServiceError('RequestEntityTooLargeException', `Request must be smaller than ${maxBodyBytes} bytes`, 413);
}
