import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { HttpRequest } from '../call/call.ts';
import type { Served } from '../served.ts';
import { BodyBudget, type ReadBody, readBody } from './request-body.ts';

export type Serve = (request: HttpRequest, refused: ReadBody['refused']) => Promise<Served>;

export interface HttpServerSettings {
  /** Longest time for a request to arrive whole, in ms. Default 30,000. */
  readonly requestTimeoutMs?: number;
  /** Memory for all request bodies together, in bytes. Default 256 MB. */
  readonly bodyBudgetBytes?: number;
  /** Longest time that `close` waits for requests in flight, in ms. Default 31,000: the longest integration and a bit. */
  readonly drainTimeoutMs?: number;
}

/** How long a client that is still sending what was refused gets to read the answer. */
const lingerMs = 2_000;

/** Plain HTTP/1.1 on the loopback interface, with bounds on what clients can make it hold. */
export class HttpServer {
  readonly #server: Server;
  readonly #serve: Serve;
  readonly #budget: BodyBudget;
  readonly #drainTimeoutMs: number;
  /** How many requests have a complete body and no complete answer. */
  #active = 0;
  #isClosing = false;
  #drained: (() => void) | undefined;

  constructor(serve: Serve, settings: HttpServerSettings = {}) {
    const { requestTimeoutMs = 30_000, bodyBudgetBytes = 256 * 1024 * 1024, drainTimeoutMs = 31_000 } = settings;
    this.#serve = serve;
    this.#budget = new BodyBudget(bodyBudgetBytes);
    this.#drainTimeoutMs = drainTimeoutMs;
    this.#server = createServer({
      requestTimeout: requestTimeoutMs,
      headersTimeout: Math.min(10_000, requestTimeoutMs),
      connectionsCheckingInterval: Math.min(1_000, requestTimeoutMs),
      keepAliveTimeout: 60_000,
    });
    // A client that neither sends nor reads; longer than any integration takes.
    this.#server.setTimeout(65_000);
    // Beyond a count Node.js would drop headers silently; their bytes are bounded anyway.
    this.#server.maxHeadersCount = 0;
    const onRequest = (request: IncomingMessage, response: ServerResponse) => void this.#handle(request, response);
    this.#server.on('request', onRequest);
    this.#server.on('checkContinue', (request, response) => {
      if (!(Number(request.headers['content-length'] ?? 0) > 10 * 1024 * 1024)) response.writeContinue();
      onRequest(request, response);
    });
  }

  /** Bytes that request bodies take at the moment. */
  get bodyBytes(): number {
    return this.#budget.usedBytes;
  }

  /** Resolves to the port. Throws when it is taken. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', (error: NodeJS.ErrnoException) => {
        const isTaken = error.code === 'EADDRINUSE';
        reject(isTaken ? new Error(`port ${port} is taken by another program; choose another, or 0 for any`) : error);
      });
      this.#server.listen({ port, host: '127.0.0.1', backlog: 1024 }, () => {
        const address = this.#server.address();
        resolve(typeof address === 'object' && address ? address.port : port);
      });
    });
  }

  /** Takes no more requests, finishes those in flight, then closes every connection. */
  async close(): Promise<void> {
    this.#isClosing = true;
    if (!this.#server.listening) return;
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeIdleConnections();
    if (this.#active > 0) {
      const drained = new Promise<void>((resolve) => {
        this.#drained = resolve;
      });
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, this.#drainTimeoutMs);
      });
      await Promise.race([drained, late]);
      clearTimeout(timer);
    }
    this.#server.closeAllConnections();
    await closed;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Without a listener an error of a connection that breaks would end the process.
    request.on('error', () => {});
    response.on('error', () => {});
    const read = await readBody(request, this.#budget);
    if (!read) return;
    if (this.#isClosing) {
      response.writeHead(503, { connection: 'close' }).end();
      return;
    }
    this.#active++;
    let isActive = true;
    const done = () => {
      if (isActive) this.#active--;
      isActive = false;
      if (this.#active === 0) this.#drained?.();
    };
    try {
      const { answer, sent } = await this.#serve(requestOf(request, read.body), read.refused);
      response.once('close', done);
      if (response.destroyed) {
        done();
      } else {
        if (read.refused || this.#isClosing) response.setHeader('connection', 'close');
        const length = typeof answer.body === 'string' ? Buffer.byteLength(answer.body) : answer.body.length;
        for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
        response.setHeader('content-length', length);
        response.statusCode = answer.status;
        if (read.refused) answerThenDiscard(request, response, answer.body);
        else response.end(answer.body);
      }
      sent();
    } catch {
      // The answer could not be written as it is (a header that no client may see): the connection says so.
      response.destroy();
      done();
    } finally {
      read.release();
    }
  }
}

/**
 * Sends all of the answer, and ends it when the client has sent its rest: Node.js closes the connection with its end, which
 * would reset it before a client that is still sending has read the answer.
 */
function answerThenDiscard(request: IncomingMessage, response: ServerResponse, body: string | Buffer): void {
  if (request.readableEnded) return void response.end(body);
  response.write(body);
  const timer = setTimeout(() => response.end(), lingerMs).unref();
  response.once('close', () => clearTimeout(timer));
  request.once('end', () => response.end()).resume();
}

function requestOf(request: IncomingMessage, body: Buffer): HttpRequest {
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return {
    method: request.method ?? 'GET',
    rawPath: mark < 0 ? url : url.slice(0, mark),
    rawQuery: mark < 0 ? '' : url.slice(mark + 1),
    headers,
    rawHeaders: request.rawHeaders,
    body,
    sourceIp: request.socket.remoteAddress ?? '',
    protocol: `HTTP/${request.httpVersion}`,
  };
}
