import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Runtime } from '../../runtime.ts';
import type { Principal } from '../../service.ts';
import type { Iam } from '../iam/iam.ts';
import { verifySignature } from '../iam/sigv4.ts';
import { fineGrainedDenial } from './fine-grained-access.ts';
import type { OpenSearchInstallation } from './installation.ts';
import { neededPrivileges } from './needed-privileges.ts';
import { OpenSearchProcess } from './opensearch-process.ts';
import { PluginDocuments } from './plugin-documents.ts';
import { DomainProxy, type DomainRequest, SecurityException } from './proxy.ts';

export interface DomainSettings {
  readonly name: string;
  readonly arn: string;
  /** Who may do everything when fine-grained access is on; undefined when it is off. */
  readonly masterUserArn: string | undefined;
}

type Asked = Pick<Iam, 'authorize' | 'subjectOf' | 'credentialsOf'>;

export interface DomainDependencies {
  readonly installation: OpenSearchInstallation;
  /** Its folder. */
  readonly home: string;
  readonly runtime: Runtime;
  readonly iam: Asked;
}

/** One domain: a node, and what stands before it. */
export class Domain {
  /** For programs on this machine: loopback, no signature. */
  readonly plainUrl: string;
  readonly #node: OpenSearchProcess;
  readonly #proxy: DomainProxy;
  readonly #plain: Server;

  private constructor(node: OpenSearchProcess, proxy: DomainProxy, plain: Server, plainUrl: string) {
    this.plainUrl = plainUrl;
    this.#node = node;
    this.#proxy = proxy;
    this.#plain = plain;
  }

  static async open(
    settings: DomainSettings,
    { installation, home, runtime, iam }: DomainDependencies,
  ): Promise<Domain> {
    const log = (line: string) => runtime.log(line);
    const node = await OpenSearchProcess.start({ installation, home, clusterName: settings.name, log });
    const documents = new PluginDocuments(join(home, 'plugin-documents.json'));
    const proxy = new DomainProxy({
      nodeUrl: () => node.url,
      documents,
      verify: (request) =>
        verifySignature(request, {
          service: 'es',
          region: runtime.region,
          now: runtime.clock.now(),
          credentialsOf: (accessKeyId) => iam.credentialsOf(accessKeyId),
        }),
      authorize: (caller, request) => authorize(settings, iam, documents, caller, request),
      log,
    });
    const plain = createServer((incoming, outgoing) => void proxy.unsigned(incoming, outgoing));
    return new Domain(node, proxy, plain, await listenOnLoopback(plain));
  }

  get pid(): number | undefined {
    return this.#node.pid;
  }

  /** Answers a request that must be signed: what the domain's endpoint does. */
  readonly signed = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    void this.#proxy.signed(incoming, outgoing);
  };

  async close(): Promise<void> {
    this.#plain.close();
    this.#plain.closeAllConnections();
    this.#proxy.close();
    await this.#node.close();
  }
}

/** First IAM, then the roles of fine-grained access; the master user needs none. */
function authorize(
  { arn, masterUserArn }: DomainSettings,
  iam: Asked,
  documents: PluginDocuments,
  caller: Principal,
  { method, path, body }: DomainRequest,
): void {
  iam.authorize(caller, { action: `es:ESHttp${capitalized(method)}`, resource: `${arn}${path}` });
  const { arn: identity } = iam.subjectOf(caller);
  if (masterUserArn === undefined || identity === masterUserArn) return;
  const denial = fineGrainedDenial(
    identity,
    neededPrivileges(method, path, () => body.toString()),
    documents,
  );
  if (denial !== undefined) throw new SecurityException(denial);
}

function capitalized(method: string): string {
  return `${method.charAt(0)}${method.slice(1).toLowerCase()}`;
}

function listenOnLoopback(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
    });
  });
}
