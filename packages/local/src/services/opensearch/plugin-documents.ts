import { existsSync, readFileSync } from 'node:fs';
import { writeSecretFile } from '../iam/secret-file.ts';
import { isObject, type JsonObject } from '../json-object.ts';

/** What a path of a plugin's API answers. */
export interface PluginAnswer {
  readonly status: number;
  readonly body: unknown;
}

interface Kept {
  readonly document: Readonly<Record<string, unknown>>;
  readonly version: number;
  /** Counts every change of any document, as an index's sequence number does. */
  readonly sequence: number;
}

const securityPath = /^\/_plugins\/_security\/api\/(roles|rolesmapping|actiongroups)(?:\/([^/]+))?$/;
const policyPath = /^\/_plugins\/_ism\/policies\/([^/]+)$/;
const managedIndicesPath = /^\/_plugins\/_ism\/(add|change_policy|remove|retry)\/[^/]+$/;

/**
 * The security plugin's roles and Index State Management's policies, which core OpenSearch does not have: kept as
 * documents in one file.
 * https://docs.opensearch.org/2.19/security/access-control/api/
 * https://docs.opensearch.org/2.19/im-plugin/ism/api/
 */
export class PluginDocuments {
  readonly #file: string;
  readonly #kept: Map<string, Kept>;
  #sequence: number;

  constructor(file: string) {
    this.#file = file;
    const kept: Record<string, Kept> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
    this.#kept = new Map(Object.entries(kept));
    this.#sequence = Math.max(-1, ...[...this.#kept.values()].map(({ sequence }) => sequence));
  }

  /** Every document of a kind (`roles`) by its name. */
  all(kind: string): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
    const prefix = `${kind}/`;
    const ofKind = [...this.#kept].filter(([key]) => key.startsWith(prefix));
    return new Map(ofKind.map(([key, { document }]) => [key.slice(prefix.length), document]));
  }

  /** Undefined when the path is not one of the plugins' that are kept here. */
  answer(method: string, path: string, query: string, body: string): PluginAnswer | undefined {
    const [, kind, role] = securityPath.exec(path) ?? [];
    if (kind !== undefined) return this.#security(method, kind, role && decodeURIComponent(role), body);
    const policy = policyPath.exec(path)?.[1];
    if (policy !== undefined) return this.#policy(method, decodeURIComponent(policy), new URLSearchParams(query), body);
    if (managedIndicesPath.test(path)) {
      return { status: 200, body: { updated_indices: 0, failures: false, failed_indices: [] } };
    }
    return undefined;
  }

  #security(method: string, kind: string, name: string | undefined, body: string): PluginAnswer {
    if (name === undefined) {
      if (method === 'GET') return { status: 200, body: Object.fromEntries(this.all(kind)) };
      return { status: 405, body: { status: 'METHOD_NOT_ALLOWED', message: `${method} is not kept here` } };
    }
    const key = `${kind}/${name}`;
    const kept = this.#kept.get(key);
    if (method === 'PUT') {
      const document = parseObject(body);
      if (!document) return { status: 400, body: { status: 'BAD_REQUEST', message: 'Could not parse the body' } };
      this.#put(key, document);
      return kept
        ? { status: 200, body: { status: 'OK', message: `'${name}' updated.` } }
        : { status: 201, body: { status: 'CREATED', message: `'${name}' created.` } };
    }
    if (!kept) return { status: 404, body: { status: 'NOT_FOUND', message: `Resource '${name}' not found.` } };
    if (method === 'GET') return { status: 200, body: { [name]: kept.document } };
    if (method !== 'DELETE') {
      return { status: 405, body: { status: 'METHOD_NOT_ALLOWED', message: `${method} is not kept here` } };
    }
    this.#delete(key);
    return { status: 200, body: { status: 'OK', message: `'${name}' deleted.` } };
  }

  #policy(method: string, id: string, query: URLSearchParams, body: string): PluginAnswer {
    const key = `policies/${id}`;
    const kept = this.#kept.get(key);
    if (method === 'PUT') {
      const conflict = conflictOf(id, kept, query.get('if_seq_no'));
      if (conflict) return conflict;
      const policy = parseObject(body)?.policy;
      const document = typeof policy === 'object' && policy !== null ? { ...policy } : undefined;
      if (!document) return failure(400, 'parse_exception', 'the body must be {"policy": {…}}');
      return { status: kept ? 200 : 201, body: described(id, this.#put(key, document)) };
    }
    if (!kept) return failure(404, 'status_exception', 'Policy not found');
    if (method === 'GET') return { status: 200, body: described(id, kept) };
    if (method !== 'DELETE') return failure(405, 'status_exception', `${method} is not kept here`);
    this.#delete(key);
    return { status: 200, body: { _id: id, result: 'deleted' } };
  }

  #put(key: string, document: Readonly<Record<string, unknown>>): Kept {
    const kept = { document, version: (this.#kept.get(key)?.version ?? 0) + 1, sequence: ++this.#sequence };
    this.#kept.set(key, kept);
    this.#save();
    return kept;
  }

  #delete(key: string): void {
    this.#kept.delete(key);
    this.#save();
  }

  #save(): void {
    writeSecretFile(this.#file, JSON.stringify(Object.fromEntries(this.#kept)));
  }
}

/** A policy is only replaced by who names the state that it is in. */
function conflictOf(id: string, kept: Kept | undefined, sequence: string | null): PluginAnswer | undefined {
  if (sequence === null ? !kept : kept?.sequence === Number(sequence)) return undefined;
  const found = kept ? `current document has seqNo [${kept.sequence}]` : 'there is no such document';
  return failure(409, 'version_conflict_engine_exception', `[${id}]: version conflict, ${found}`);
}

function described(id: string, { document, version, sequence }: Kept) {
  return { _id: id, _version: version, _seq_no: sequence, _primary_term: 1, policy: document };
}

function failure(status: number, type: string, reason: string): PluginAnswer {
  return { status, body: { error: { root_cause: [{ type, reason }], type, reason }, status } };
}

function parseObject(body: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
