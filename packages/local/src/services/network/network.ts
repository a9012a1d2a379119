import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Runtime } from '../../runtime.ts';
import { RuntimeService } from '../../runtime-service.ts';
import type { Service } from '../../service.ts';
import { CertificateAuthority } from './certificate-authority.ts';
import type { Route, Routes } from './routes.ts';

/**
 * Host names that the template made (of load balancers, of domains) and where they are on this machine. Functions reach
 * them as in the cloud, by `https://<name>:<port>`; no other name is touched. See reroute.mjs.
 */
export class Network extends RuntimeService {
  /** It has no API: the template is what makes names. */
  readonly service: Service = { name: 'network', actions: {} };
  // Its names lead to load balancers and domains.
  override readonly dependsOn = ['elasticloadbalancing', 'es'];
  readonly #runtime: Runtime;
  readonly #routes = new Map<string, Route>();
  readonly #servers: Server[] = [];
  #authority: Promise<CertificateAuthority> | undefined;

  constructor(runtime: Runtime) {
    super();
    this.#runtime = runtime;
  }

  /** All routes as they are now, for a worker thread. */
  get routes(): Routes {
    return Object.fromEntries(this.#routes);
  }

  /** `port` of `host` is what listens on `route.port` here. */
  route(host: string, port: number, route: Route): void {
    this.#routes.set(`${host.toLowerCase()}:${port}`, route);
  }

  /** Serves `https://host:port` with a certificate that functions trust without being told to, as they do AWS's own. */
  async serveTls(host: string, port: number, listener: RequestListener): Promise<void> {
    const authority = await this.#openAuthority();
    const server = createServer(await authority.issue(host), listener);
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
    this.#servers.push(server);
    this.route(host, port, { port: (server.address() as AddressInfo).port, authority: authority.cert });
  }

  override async close(): Promise<void> {
    await Promise.all(
      this.#servers.splice(0).map(async (server) => {
        const closed = new Promise((resolve) => server.close(resolve));
        server.closeAllConnections();
        await closed;
      }),
    );
  }

  #openAuthority(): Promise<CertificateAuthority> {
    const { stateDirectory, clock } = this.#runtime;
    this.#authority ??= CertificateAuthority.open(join(stateDirectory, 'network'), clock.now());
    return this.#authority;
  }
}
