import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { admitRequest } from './admit-request.ts';
import type { Credentials } from './credentials.ts';
import { readStatement } from './read-statement.ts';
import type { Refusal } from './refusal.ts';

/** Header by which the server behind knows the proxy. */
export const proxyHeader = 'X-Proxy-Secret';

export interface HttpProxyOptions {
  /** On 127.0.0.1; 0: a free one. */
  readonly port: number;
  /** Whether a name in `Host` leads to this server, besides those of the loopback interface. */
  readonly isOwnName: (name: string) => boolean;
  /** Whether statements are looked through for functions that read files. */
  readonly refusesFiles: boolean;
  /** Where ClickHouse is, and the secret that it expects; they change when it is started again. */
  readonly target: () => { readonly port: number; readonly secret: string };
}

/** As long as ClickHouse keeps idle connections itself. */
const keepAliveMilliseconds = 30_000;

/** Of a request: everything that names its sender, or another way to log in. */
const droppedRequestHeaders = new Set([
  'authorization',
  'connection',
  'expect',
  'host',
  'origin',
  'x-clickhouse-key',
  'x-clickhouse-ssl-certificate-auth',
  'x-clickhouse-user',
  proxyHeader.toLowerCase(),
]);
const droppedResponseHeaders = /^(connection|keep-alive|access-control-.*)$/i;

/**
 * The address of a ClickHouse server. It passes on requests with a user and a password, which ClickHouse checks, and
 * refuses those of web pages, of foreign host names, and statements that would read files of this machine.
 */
export class HttpProxy {
  readonly #options: HttpProxyOptions;
  readonly #server: Server;
  readonly #agent = new Agent({ keepAlive: true, timeout: keepAliveMilliseconds / 3 });
  readonly #sockets = new Set<Socket>();

  private constructor(options: HttpProxyOptions) {
    this.#options = options;
    this.#server = createServer(
      { keepAliveTimeout: keepAliveMilliseconds, requestTimeout: 0 },
      (incoming, outgoing) => {
        this.#handle(incoming, outgoing).catch(() => outgoing.destroy());
      },
    );
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  static async listen(options: HttpProxyOptions): Promise<HttpProxy> {
    const proxy = new HttpProxy(options);
    await new Promise<void>((resolve, reject) => {
      proxy.#server.once('error', reject).listen(options.port, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    this.#agent.destroy();
    await closed;
  }

  async #handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = '', url: target = '', rawHeaders } = incoming;
    const admission = admitRequest({ method, target, rawHeaders }, this.#options.isOwnName);
    if ('refusal' in admission) return refuse(incoming, outgoing, admission.refusal);
    if ('ping' in admission) return this.#pass(incoming, outgoing, '/ping', undefined, []);
    const { parameters, credentials } = admission;
    const read = this.#options.refusesFiles ? await readStatement(incoming, parameters) : { chunks: [] };
    if ('refusal' in read) return refuse(incoming, outgoing, read.refusal);
    const search = parameters.map(({ raw }) => raw).join('&');
    return this.#pass(incoming, outgoing, `/?${search}`, credentials, read.chunks);
  }

  /** Ends when the answer does; a connection that breaks on one side is broken on the other. */
  #pass(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    path: string,
    credentials: Credentials | undefined,
    chunks: readonly Buffer[],
  ): void {
    const { port, secret } = this.#options.target();
    const passedOn = request({
      host: '127.0.0.1',
      port,
      path,
      method: incoming.method,
      agent: this.#agent,
      setHost: false,
      headers: [...headersOf(incoming, credentials), 'Host', `127.0.0.1:${port}`, proxyHeader, secret],
    });
    passedOn.on('error', () => outgoing.destroy());
    outgoing.on('close', () => passedOn.destroy());
    passedOn.on('response', (answer) => {
      const kept = pairs(answer.rawHeaders).filter(([name]) => !droppedResponseHeaders.test(name));
      outgoing.writeHead(answer.statusCode ?? 502, kept.flat());
      answer.pipe(outgoing);
      answer.on('error', () => outgoing.destroy());
    });
    for (const chunk of chunks) passedOn.write(chunk);
    if (incoming.readableEnded) passedOn.end();
    else incoming.pipe(passedOn);
  }
}

function headersOf(incoming: IncomingMessage, credentials: Credentials | undefined): string[] {
  const kept = pairs(incoming.rawHeaders).filter(([name]) => !droppedRequestHeaders.has(name.toLowerCase()));
  if (credentials === undefined) return kept.flat();
  const login = Buffer.from(`${credentials.user}:${credentials.password}`, 'latin1').toString('base64');
  return [...kept.flat(), 'Authorization', `Basic ${login}`];
}

function pairs(rawHeaders: readonly string[]): [string, string][] {
  return rawHeaders.flatMap((name, index): [string, string][] =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? '']] : [],
  );
}

function refuse(incoming: IncomingMessage, outgoing: ServerResponse, refusal: Refusal): void {
  const { status, code, name, reason } = refusal;
  outgoing.writeHead(status, {
    'Content-Type': 'text/plain; charset=UTF-8',
    'X-ClickHouse-Exception-Code': String(code),
    ...(status === 401 && { 'WWW-Authenticate': 'Basic realm="ClickHouse"' }),
    // What is left of the body is not read.
    Connection: 'close',
  });
  outgoing.end(`Code: ${code}. DB::Exception: ${reason}. (${name})\n`, () => incoming.destroy());
}
