import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Runtime } from '../../runtime.ts';
import { RuntimeService } from '../../runtime-service.ts';
import type { Service } from '../../service.ts';
import type { Iam } from '../iam/iam.ts';
import { Domain, type DomainSettings } from './domain.ts';
import type { OpenSearchInstallation } from './installation.ts';

/** Amazon OpenSearch Service: each domain is a real OpenSearch node of one's own on this machine. */
export class OpenSearch extends RuntimeService {
  /** Only the domains' own HTTP API is served, at their endpoints. */
  readonly service: Service = { name: 'es', actions: {} };
  readonly #runtime: Runtime;
  readonly #iam: Iam;
  readonly #domains = new Map<string, Domain>();

  constructor(runtime: Runtime, iam: Iam) {
    super();
    this.#runtime = runtime;
    this.#iam = iam;
  }

  /** Where programs on this machine ask the first domain without signing; undefined when there is none. */
  get plainUrl(): string | undefined {
    const [first] = this.#domains.values();
    return first?.plainUrl;
  }

  /** Throws, saying what to do, when the run has no OpenSearch. */
  async openDomain(settings: DomainSettings): Promise<Domain> {
    const installation = this.#installation();
    const folder = join(this.#runtime.stateDirectory, 'opensearch');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const domain = await Domain.open(settings, {
      installation,
      home: join(folder, settings.name),
      runtime: this.#runtime,
      iam: this.#iam,
    });
    this.#domains.set(settings.name, domain);
    return domain;
  }

  override async close(): Promise<void> {
    await Promise.all([...this.#domains.values()].map((domain) => domain.close()));
    this.#domains.clear();
  }

  #installation(): OpenSearchInstallation {
    const { opensearch, howToGet } = this.#runtime.engines ?? {};
    if (opensearch) return opensearch;
    const hint = howToGet?.('opensearch') ?? 'give the run an installation of it';
    throw new Error(`an OpenSearch domain needs the real OpenSearch: ${hint}`);
  }
}
