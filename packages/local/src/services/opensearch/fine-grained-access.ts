import { matchesPattern } from '../iam/pattern.ts';
import type { Privilege } from './needed-privileges.ts';

type Documents = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** Where roles, their mappings and groups of actions are kept. */
export interface SecurityDocuments {
  all(kind: 'roles' | 'rolesmapping' | 'actiongroups'): Documents;
}

/** https://docs.opensearch.org/2.19/security/access-control/default-action-groups/ */
const defaultGroups: Readonly<Record<string, readonly string[]>> = {
  unlimited: ['*'],
  cluster_all: ['cluster:*'],
  cluster_monitor: ['cluster:monitor/*'],
  cluster_composite_ops_ro: ['indices:data/read/mget', 'indices:data/read/msearch', 'indices:data/read/scroll*'],
  cluster_composite_ops: ['indices:data/write/bulk', 'indices:data/read/*', 'indices:data/write/reindex'],
  indices_all: ['indices:*'],
  indices_monitor: ['indices:monitor/*'],
  manage: ['indices:monitor/*', 'indices:admin/*'],
  create_index: ['indices:admin/create', 'indices:admin/auto_create', 'indices:admin/mapping/put'],
  data_access: ['indices:data/*', 'crud'],
  crud: ['read', 'write'],
  read: ['indices:data/read*', 'indices:admin/get'],
  search: ['indices:data/read/search*', 'indices:data/read/msearch*'],
  get: ['indices:data/read/get*', 'indices:data/read/mget*'],
  write: ['indices:data/write*', 'indices:admin/mapping/put'],
  index: ['indices:data/write/index*', 'indices:data/write/update*', 'indices:data/write/bulk*'],
  delete: ['indices:data/write/delete*'],
};

/**
 * Why the security plugin refuses a request of an IAM role or user, in its words; undefined when some role that is
 * mapped to it allows all that it needs.
 * https://docs.aws.amazon.com/opensearch-service/latest/developerguide/fgac.html
 */
export function fineGrainedDenial(
  principalArn: string,
  needed: readonly Privilege[],
  documents: SecurityDocuments,
): string | undefined {
  const roles = documents.all('roles');
  const mapped = [...documents.all('rolesmapping')].filter(([, mapping]) => names(mapping, principalArn));
  if (mapped.some(([name]) => name === 'all_access')) return undefined;
  const held = mapped.flatMap(([name]) => [roles.get(name) ?? {}]);
  const groups = documents.all('actiongroups');
  const missing = needed.find((privilege) => !held.some((role) => allows(role, privilege, groups)));
  if (!missing) return undefined;
  const on = missing.index === undefined ? '' : ` for index [${missing.index}]`;
  return (
    `no permissions for [${missing.action}]${on} and User [name=${principalArn}, backend_roles=[${principalArn}], ` +
    `requestedTenant=null] with roles [${mapped.map(([name]) => name).join(', ')}]`
  );
}

function names(mapping: Readonly<Record<string, unknown>>, arn: string): boolean {
  return [...texts(mapping.backend_roles), ...texts(mapping.users)].some((pattern) => matchesPattern(pattern, arn));
}

function allows(role: Readonly<Record<string, unknown>>, { action, index }: Privilege, groups: Documents): boolean {
  if (index === undefined) return matchesAction(texts(role.cluster_permissions), action, groups);
  const permissions: unknown[] = Array.isArray(role.index_permissions) ? role.index_permissions : [];
  return permissions.some(
    (permission) =>
      typeof permission === 'object' &&
      permission !== null &&
      'index_patterns' in permission &&
      'allowed_actions' in permission &&
      texts(permission.index_patterns).some((pattern) => matchesPattern(pattern, index)) &&
      matchesAction(texts(permission.allowed_actions), action, groups),
  );
}

function matchesAction(allowed: readonly string[], action: string, groups: Documents): boolean {
  return allowed.some((name) => {
    const members = defaultGroups[name] ?? texts(groups.get(name)?.allowed_actions);
    return members.length > 0 ? matchesAction(members, action, groups) : matchesPattern(name, action);
  });
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
