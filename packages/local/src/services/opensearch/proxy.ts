import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { Exchange } from '../../endpoint/exchange.ts';
import { failureOf } from '../../endpoint/failures.ts';
import { type Principal, ServiceError } from '../../service.ts';
import type { SignedRequest, Verified } from '../iam/sigv4.ts';
import type { PluginDocuments } from './plugin-documents.ts';

/** What one request wants of the domain. */
export interface DomainRequest {
  readonly method: string;
  /** As sent. */
  readonly path: string;
  readonly body: Buffer;
}

export interface DomainProxyParts {
  /** The node's address; undefined while it is started again. */
  readonly nodeUrl: () => string | undefined;
  readonly documents: PluginDocuments;
  verify(request: SignedRequest): Verified;
  /** Throws what the domain's policies and roles refuse. */
  authorize(caller: Principal, request: DomainRequest): void;
  log(line: string): void;
}

/** The security plugin's refusal, which has OpenSearch's own form. */
export class SecurityException extends ServiceError {
  constructor(reason: string) {
    super('security_exception', reason, 403);
  }
}

/** Headers of this connection, or of who asks, which the node has no use for. */
const ownHeaders = /^(authorization|host|connection|keep-alive|content-length|transfer-encoding|expect|x-amz-.*)$/;

/** How a program on this machine names it; a page whose name was made to mean this machine does not. */
const loopback = /^(127\.0\.0\.1|localhost)(:\d+)?$/;

/** What stands before the node: whoever asks is known and allowed, then the request goes through as it came. */
export class DomainProxy {
  readonly #parts: DomainProxyParts;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });

  constructor(parts: DomainProxyParts) {
    this.#parts = parts;
  }

  /** A request that must be signed by a principal whom the domain lets in. */
  async signed(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    await this.#serve(incoming, outgoing, (exchange, body) => {
      const { verify, authorize } = this.#parts;
      const { principal } = verify(exchange.signedRequest(body));
      authorize(principal, { method: exchange.method, path: exchange.path, body });
    });
  }

  /** A request of a program on this machine. */
  async unsigned(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    await this.#serve(incoming, outgoing, ({ headers }) => {
      if (!loopback.test(headers.host ?? '') || headers.origin !== undefined) {
        throw new ServiceError('AccessDenied', 'Only programs on this machine are answered, web pages are not.', 403);
      }
    });
  }

  close(): void {
    this.#agent.destroy();
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse, check: (e: Exchange, body: Buffer) => void) {
    incoming.on('error', () => undefined);
    outgoing.on('error', () => undefined);
    const exchange = new Exchange(incoming, outgoing);
    try {
      const body = await exchange.readBody();
      check(exchange, body);
      const { method, path, query } = exchange;
      const answer = this.#parts.documents.answer(method, path, query, body.toString());
      if (answer) respondJson(exchange, answer.status, answer.body);
      else await this.#forward(exchange, body);
    } catch (error) {
      this.#refuse(exchange, error);
    }
  }

  #forward(exchange: Exchange, body: Buffer): Promise<void> {
    const nodeUrl = this.#parts.nodeUrl();
    if (nodeUrl === undefined) throw unavailable();
    const { incoming, outgoing, method } = exchange;
    const headers = Object.entries(incoming.headers).filter(([name]) => !ownHeaders.test(name));
    const asked = request(`${nodeUrl}${incoming.url ?? '/'}`, {
      method,
      agent: this.#agent,
      headers: { ...Object.fromEntries(headers), ...(body.length > 0 && { 'content-length': body.length }) },
    });
    return new Promise((resolve, reject) => {
      asked.on('error', () => reject(unavailable()));
      asked.on('response', (answer) => {
        const own = Object.entries(answer.headers).filter(([name]) => !/^(connection|keep-alive)$/.test(name));
        outgoing.statusCode = answer.statusCode ?? 502;
        for (const [name, value] of own) if (value !== undefined) outgoing.setHeader(name, value);
        answer.on('error', () => outgoing.destroy());
        answer.on('end', () => resolve());
        answer.on('close', () => resolve());
        answer.pipe(outgoing as NodeJS.WritableStream);
      });
      outgoing.on('close', () => asked.destroy());
      asked.end(body);
    });
  }

  #refuse(exchange: Exchange, error: unknown): void {
    if (error instanceof SecurityException) {
      const cause = { type: error.code, reason: error.message };
      this.#parts.log(`opensearch: ${error.message}`);
      respondJson(exchange, error.status, { error: { root_cause: [cause], ...cause }, status: error.status });
      return;
    }
    const { code, message, status } = failureOf(error);
    // What a client has wrong is the client's to read; a missing permission is the template's.
    if (status >= 500 && status !== 503) this.#parts.log(`opensearch ${exchange.method} ${exchange.path}: ${error}`);
    if (code.startsWith('AccessDenied')) this.#parts.log(`opensearch: ${message}`);
    respondJson(exchange, status, { Message: message });
  }
}

/** As the service answers while a domain's node is replaced. */
function unavailable(): ServiceError {
  return new ServiceError('ServiceUnavailable', 'The node is being started.', 503);
}

function respondJson(exchange: Exchange, status: number, body: unknown): void {
  exchange.respond(status, 'application/json; charset=UTF-8', exchange.method === 'HEAD' ? '' : JSON.stringify(body));
}
