import type { Client } from '@opensearch-project/opensearch';
import type { CustomResourceRequest, CustomResourceResult } from '../../custom-resource.ts';
import { type Failure, failureOf } from '../opensearch/failure.ts';
import { metricsIndex, metricsPattern } from '../opensearch/metric-indices.ts';
import { indexTemplate, mappings, names, retentionPolicy, writerRole } from './definitions.ts';

/** Of the custom resource in the template; CloudFormation sends numbers as text. */
export interface PrepareOpenSearchProperties {
  /** `https://` and the domain's endpoint. */
  readonly Url: string;
  /** The role of the function that writes metric rows. */
  readonly LoaderRoleArn: string;
  readonly RetentionDays: string | number;
}

export interface Dependencies {
  openClient(url: string): Client;
  now(): number;
  sleep(milliseconds: number): Promise<unknown>;
}

/** A domain that was just created may refuse its master user for a while. */
const attempts = 8;
const maxWaitMs = 15_000;

/**
 * Makes what the metrics need in an OpenSearch domain, or brings it to what it is now: template, retention, the loader's
 * role and the first day's index. Doing it again changes nothing. Throws with OpenSearch's reason.
 */
export async function prepareOpenSearch(
  request: CustomResourceRequest<PrepareOpenSearchProperties>,
  dependencies: Dependencies,
): Promise<CustomResourceResult> {
  const { Url, LoaderRoleArn, RetentionDays } = request.ResourceProperties;
  const physicalResourceId = request.PhysicalResourceId ?? `prepared-${names.template}`;
  // All of it goes with the domain.
  if (request.RequestType === 'Delete') return { physicalResourceId };
  const retentionDays = Number(RetentionDays);
  if (!Number.isInteger(retentionDays) || retentionDays < 1) {
    throw new Error(`RetentionDays must be a whole number above 0, not ${RetentionDays}`);
  }
  const domain = new PreparedDomain(Url, dependencies);
  await domain.put(`/_index_template/${names.template}`, indexTemplate);
  await domain.put(`/_plugins/_security/api/roles/${names.role}`, writerRole);
  const mapping = { backend_roles: [LoaderRoleArn], hosts: [], users: [] };
  await domain.put(`/_plugins/_security/api/rolesmapping/${names.role}`, mapping);
  await domain.putPolicy(names.policy, retentionPolicy(retentionDays));
  await domain.createIndex(metricsIndex(new Date(dependencies.now()).toISOString()));
  // Indices that were made before this version of the template and the policy.
  await domain.put(`/${metricsPattern}/_mapping`, mappings);
  await domain.ask('POST', `/_plugins/_ism/add/${metricsPattern}`, { policy_id: names.policy });
  await domain.ask('POST', `/_plugins/_ism/change_policy/${metricsPattern}`, { policy_id: names.policy });
  return { physicalResourceId };
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

class PreparedDomain {
  readonly #url: string;
  readonly #client: Client;
  readonly #sleep: Dependencies['sleep'];

  constructor(url: string, { openClient, sleep }: Dependencies) {
    this.#url = url;
    this.#client = openClient(url);
    this.#sleep = sleep;
  }

  async put(path: string, body: object): Promise<void> {
    await this.ask('PUT', path, body);
  }

  /** A policy is replaced by who names the state that it is in. */
  async putPolicy(id: string, policy: object): Promise<void> {
    const path = `/_plugins/_ism/policies/${id}`;
    const { status, body } = await this.ask('GET', path, undefined, ({ status }) => status === 404);
    const { _seq_no, _primary_term } = { _seq_no: 0, _primary_term: 0, ...asObject(body) };
    const at = status === 404 ? '' : `?if_seq_no=${_seq_no}&if_primary_term=${_primary_term}`;
    await this.ask('PUT', `${path}${at}`, policy);
  }

  async createIndex(name: string): Promise<void> {
    await this.ask('PUT', `/${name}`, undefined, ({ reason }) => reason.includes('resource_already_exists_exception'));
  }

  /** Throws with the reason, unless it answers well or as is `expected`. Tries again while that may help. */
  async ask(
    method: string,
    path: string,
    body?: object,
    expected: (failure: Failure) => boolean = () => false,
  ): Promise<Answer> {
    const [, querystring = ''] = path.split('?');
    const request = { method, path: path.split('?')[0] ?? path, querystring, body: body && JSON.stringify(body) };
    for (let attempt = 1; ; attempt++) {
      try {
        const { statusCode, body: answered } = await this.#client.transport.request(request);
        return { status: statusCode ?? 200, body: answered };
      } catch (error) {
        const failure = failureOf(error, this.#url);
        const { reason, passing, status } = failure;
        if (status !== undefined && expected(failure)) return { status, body: undefined };
        if (!passing || attempt === attempts) throw new Error(`${method} ${path}: ${reason}`, { cause: error });
        await this.#sleep(Math.min(500 * 2 ** attempt, maxWaitMs));
      }
    }
  }
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
