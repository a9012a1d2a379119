import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StartedAssembly } from '../start-assembly.ts';
import { consolePage } from './console-page.ts';
import { EmbeddedMetrics } from './embedded-metrics.ts';

interface Shown {
  readonly stackNames: readonly string[];
  readonly assembly: StartedAssembly;
  /** Of the services, as `gap status` shows it. */
  status(): Promise<Readonly<Record<string, unknown>>>;
  /** Of containers, by the names of run.json. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Folder of the functions' logs. */
  readonly logs: string;
}

/** A page for the browser: what runs, what waits to be delivered, what failed, what functions count. It only shows; nothing is changed here. */
export class Console {
  readonly #shown: Shown;
  readonly #metrics: EmbeddedMetrics;
  readonly #server: Server;

  constructor(shown: Shown) {
    this.#shown = shown;
    this.#metrics = new EmbeddedMetrics(shown.logs);
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => send(response, 500, 'text/plain', String(error)));
    });
  }

  async listen(port: number): Promise<{ url: string }> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
    this.#server.unref();
    return { url: `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/` };
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Another name means that some web page points its own name at this address.
    if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? ''))
      send(response, 403, 'text/plain', 'forbidden');
    else if (request.url === '/') send(response, 200, 'text/html; charset=utf-8', consolePage);
    else if (request.url === '/status.json')
      send(response, 200, 'application/json', JSON.stringify(await this.#status()));
    else send(response, 404, 'text/plain', 'not found');
  }

  async #status(): Promise<unknown> {
    const { stackNames, assembly, addresses } = this.#shown;
    return {
      stackNames,
      outputs: assembly.outputs,
      ...(await this.#shown.status()),
      // Without the password: whoever is on this machine can read the page.
      addresses: Object.entries(addresses).map(([name, address]) => [name, new URL(address).origin]),
      metrics: await this.#metrics.current(),
      resources: assembly.resources.map(({ stackName, logicalId, type, ref }) => ({ stackName, logicalId, type, ref })),
    };
  }
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'self' 'unsafe-inline'",
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}
