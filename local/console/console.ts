import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Engines } from '../engines.ts';
import type { StartedStack } from '../start-resources.ts';
import { consolePage } from './console-page.ts';

interface Shown {
  readonly stackName: string;
  readonly stack: StartedStack;
  readonly engines: Engines;
}

/** A page for the browser: what runs, what waits to be delivered, what failed. It only shows; nothing is changed here. */
export class Console {
  readonly #shown: Shown;
  readonly #server: Server;

  constructor(shown: Shown) {
    this.#shown = shown;
    this.#server = createServer((request, response) => this.#answer(request, response));
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

  #answer(request: IncomingMessage, response: ServerResponse): void {
    // Another name means that some web page points its own name at this address.
    if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? ''))
      send(response, 403, 'text/plain', 'forbidden');
    else if (request.url === '/') send(response, 200, 'text/html; charset=utf-8', consolePage);
    else if (request.url === '/status.json') send(response, 200, 'application/json', JSON.stringify(this.#status()));
    else send(response, 404, 'text/plain', 'not found');
  }

  #status(): unknown {
    const { stackName, stack, engines } = this.#shown;
    return {
      stackName,
      outputs: stack.outputs,
      deliveryStreams: engines.firehose.status(),
      resources: stack.resources.map(({ logicalId, type, ref }) => ({ logicalId, type, ref })),
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
