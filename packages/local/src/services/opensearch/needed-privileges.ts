/** What the security plugin asks for before it lets a request do its work. */
export interface Privilege {
  readonly action: string;
  /** Undefined: of the cluster, not of an index. */
  readonly index?: string;
}

/** APIs that name their indices in the path's first part. */
const readActions: Readonly<Record<string, string>> = {
  _search: 'indices:data/read/search',
  _count: 'indices:data/read/search',
  _msearch: 'indices:data/read/search',
  _mget: 'indices:data/read/get',
  _source: 'indices:data/read/get',
};
const writeActions: Readonly<Record<string, string>> = {
  _create: 'indices:data/write/index',
  _update: 'indices:data/write/update',
  _update_by_query: 'indices:data/write/update/byquery',
  _delete_by_query: 'indices:data/write/delete/byquery',
};

/**
 * The privileges of the requests that programs make most; of any other API, the one that only an administrator has.
 * https://docs.opensearch.org/2.19/security/access-control/permissions/
 */
export function neededPrivileges(method: string, path: string, body: () => string): readonly Privilege[] {
  const parts = path.split('/').filter((part) => part !== '');
  const [first = '', second = ''] = parts.map((part) => decode(part));
  if (path === '/') return [{ action: 'cluster:monitor/main' }];
  if (first === '_bulk' || second === '_bulk') return bulkPrivileges(first.startsWith('_') ? undefined : first, body());
  if (first in readActions) return [{ action: readActions[first] ?? '', index: '*' }];
  if (first === '_cluster' && second === 'health') return [{ action: 'cluster:monitor/health' }];
  if (first.startsWith('_')) return [{ action: `cluster:admin/${first.slice(1)}` }];
  return first.split(',').map((index) => ({ action: indexAction(method, second), index }));
}

function indexAction(method: string, api: string): string {
  if (api === '_doc') return documentAction(method);
  if (api === '') return method === 'PUT' ? 'indices:admin/create' : adminAction(method, 'delete');
  const known = readActions[api] ?? writeActions[api];
  return known ?? adminAction(method, api.replace(/^_/, ''));
}

function documentAction(method: string): string {
  if (method === 'GET' || method === 'HEAD') return 'indices:data/read/get';
  return method === 'DELETE' ? 'indices:data/write/delete' : 'indices:data/write/index';
}

function adminAction(method: string, what: string): string {
  return method === 'GET' || method === 'HEAD' ? 'indices:admin/get' : `indices:admin/${what}`;
}

/** A bulk request needs one privilege of the cluster and, for each of its indices, those of what it does there. */
function bulkPrivileges(byDefault: string | undefined, body: string): Privilege[] {
  const seen = new Map<string, Privilege>();
  let isSource = false;
  for (const line of body.split('\n')) {
    if (line === '') continue;
    if (isSource) {
      isSource = false;
      continue;
    }
    const [kind, index] = readAction(line);
    isSource = kind !== 'delete';
    const action = `indices:data/write/${kind === 'create' ? 'index' : kind}`;
    const of = index ?? byDefault ?? '*';
    seen.set(`${action} ${of}`, { action, index: of });
  }
  return [{ action: 'indices:data/write/bulk' }, ...seen.values()];
}

function readAction(line: string): [kind: string, index: string | undefined] {
  try {
    const parsed: Record<string, { _index?: string }> = JSON.parse(line);
    const [kind = 'index', target] = Object.entries(parsed)[0] ?? [];
    return [kind, target?._index];
  } catch {
    // OpenSearch itself says what is wrong with the line.
    return ['index', undefined];
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
