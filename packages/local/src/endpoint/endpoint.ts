import { createServer, type Server } from 'node:http';
import { createServer as createHttp2Server, type Http2Server, type ServerHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';
import { errorMessage } from '../error-message.ts';
import type { Runtime } from '../runtime.ts';
import { ServiceError } from '../service.ts';
import type { KnownCredentials, SignedRequest, Verified } from '../services/iam/sigv4.ts';
import { verifySignature } from '../services/iam/sigv4.ts';
import type { Caller, StreamingService } from './caller.ts';
import { sniffProtocol } from './connections.ts';
import { Exchange, type Incoming, type Outgoing } from './exchange.ts';
import { serve } from './protocol.ts';
import type { ServiceRegistry } from './services.ts';

export interface EndpointParts {
  readonly runtime: Pick<Runtime, 'region' | 'clock' | 'log'>;
  readonly registry: ServiceRegistry;
  readonly iam: { credentialsOf(accessKeyId: string): KnownCredentials | undefined };
  readonly s3: StreamingService;
}

const idleTimeoutMs = 120_000;

/** HTTP/2's own 64 KiB make a client that sends a batch of records stop and wait several times on its way. */
const windowBytes = { stream: 4 << 20, connection: 16 << 20 };

/**
 * The one address that takes every AWS SDK's calls, on the loopback interface only: HTTP/1.1 and HTTP/2 without TLS on
 * the same port, Signature Version 4 required.
 */
export class Endpoint implements Caller {
  readonly registry: ServiceRegistry;
  readonly s3: StreamingService;
  readonly #parts: EndpointParts;
  readonly #http1: Server;
  readonly #http2: Http2Server;
  readonly #sockets = new Set<Socket>();
  /** Connections that have sent nothing yet. */
  readonly #unused = new Set<Socket>();
  readonly #sessions = new Set<ServerHttp2Session>();

  constructor(parts: EndpointParts) {
    this.#parts = parts;
    this.registry = parts.registry;
    this.s3 = parts.s3;
    const listener = (incoming: Incoming, outgoing: Outgoing) => void this.#serve(incoming, outgoing);
    this.#http1 = createServer({ keepAliveTimeout: idleTimeoutMs }, listener);
    this.#http2 = createHttp2Server({ settings: { initialWindowSize: windowBytes.stream } }, listener);
    this.#http2.on('session', (session) => {
      session.setLocalWindowSize(windowBytes.connection);
      this.#sessions.add(session);
      session.on('close', () => this.#sessions.delete(session));
      session.setTimeout(idleTimeoutMs, () => session.close());
    });
    this.#sniffConnections();
  }

  /** Port 0 takes a free one. */
  listen(port: number): Promise<{ url: string }> {
    return new Promise((resolve, reject) => {
      this.#http1.once('error', reject);
      this.#http1.listen({ port, host: '127.0.0.1', backlog: 4096 }, () => {
        this.#http1.off('error', reject);
        const address = this.#http1.address();
        resolve({ url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : port}` });
      });
    });
  }

  /** Takes no more connections, lets calls that are under way finish (at most two seconds), and closes the rest. */
  async close(): Promise<void> {
    if (!this.#http1.listening) return;
    const closed = new Promise((resolve) => this.#http1.close(resolve));
    for (const session of this.#sessions) session.close();
    this.#http1.closeIdleConnections();
    const deadline = setTimeout(() => {
      for (const socket of this.#sockets) socket.destroy();
    }, 2_000);
    for (const socket of this.#unused) socket.destroy();
    await closed;
    clearTimeout(deadline);
  }

  verify(request: SignedRequest, service?: string): Verified {
    const { runtime, iam } = this.#parts;
    return verifySignature(request, {
      service,
      region: runtime.region,
      now: runtime.clock.now(),
      credentialsOf: (accessKeyId) => iam.credentialsOf(accessKeyId),
    });
  }

  report(error: unknown, where: string): void {
    const isClients = error instanceof ServiceError && error.status < 500;
    // A role that may not do what its function does is a fault of the template.
    const isMissingPermission =
      isClients && error.code.startsWith('AccessDenied') && error.message.includes('assumed-role/');
    if (isClients && !isMissingPermission) return;
    this.#parts.runtime.log(`${where}: ${errorMessage(error)}`);
  }

  /** The HTTP/1.1 server owns the port, with its timeouts; connections that begin with HTTP/2's preface go elsewhere. */
  #sniffConnections(): void {
    const http1Listeners = this.#http1.listeners('connection');
    this.#http1.removeAllListeners('connection');
    this.#http1.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      this.#unused.add(socket);
      socket.setNoDelay(true);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        this.#unused.delete(socket);
      });
      sniffProtocol(
        socket,
        () => {
          this.#unused.delete(socket);
          for (const listener of http1Listeners) listener.call(this.#http1, socket);
        },
        () => {
          this.#unused.delete(socket);
          this.#http2.emit('connection', socket);
        },
      );
    });
  }

  async #serve(incoming: Incoming, outgoing: Outgoing): Promise<void> {
    incoming.on('error', () => undefined);
    outgoing.on('error', () => undefined);
    try {
      await serve(new Exchange(incoming, outgoing), this);
    } catch (error) {
      this.report(error, 'endpoint');
      outgoing.destroy();
    }
  }
}
