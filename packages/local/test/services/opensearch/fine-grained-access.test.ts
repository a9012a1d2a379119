import { describe, expect, it } from 'vitest';
import { fineGrainedDenial } from '../../../src/services/opensearch/fine-grained-access.ts';
import { neededPrivileges } from '../../../src/services/opensearch/needed-privileges.ts';

const loader = 'arn:aws:iam::000000000000:role/loader';

/** A role that may do `actions` in `scores-*`, mapped to the loader. */
function documents(actions: readonly string[], cluster: readonly string[] = ['cluster_composite_ops']) {
  const kept: Record<string, Record<string, Record<string, unknown>>> = {
    roles: {
      writer: {
        cluster_permissions: cluster,
        index_permissions: [{ index_patterns: ['scores-*'], allowed_actions: actions }],
      },
    },
    rolesmapping: { writer: { backend_roles: [loader] } },
    actiongroups: { mine: { allowed_actions: ['crud'] } },
  };
  return { all: (kind: string) => new Map(Object.entries(kept[kind] ?? {})) };
}

function denial(asked: string, actions: readonly string[], { body = '', arn = loader } = {}): string | undefined {
  const [method = '', path = ''] = asked.split(' ');
  return fineGrainedDenial(
    arn,
    neededPrivileges(method, path, () => body),
    documents(actions),
  );
}

const bulk = (index: string) => `{"index":{"_index":"${index}","_id":"1"}}\n{"delete":{}}\n`;

describe('fine-grained access', () => {
  it.each([
    ['POST /_bulk', 'crud'],
    ['POST /_bulk', 'mine'],
    ['POST /scores-1/_search', 'read'],
    ['GET /scores-1/_doc/1', 'get'],
    ['PUT /scores-1', 'create_index'],
    ['DELETE /scores-1', 'indices_all'],
    ['POST /scores-1,scores-2/_search', 'search'],
  ])('allows %s to a role with %s', (asked, action) => {
    expect(denial(asked, [action], { body: bulk('scores-1') })).toBeUndefined();
  });

  it.each([
    ['POST /_bulk', 'crud', bulk('games-1'), 'no permissions for [indices:data/write/index] for index [games-1]'],
    ['POST /_bulk', 'read', bulk('scores-1'), 'no permissions for [indices:data/write/index] for index [scores-1]'],
    ['POST /scores-1,games-1/_search', 'read', '', 'no permissions for [indices:data/read/search] for index [games-1]'],
    ['POST /_search', 'read', '', 'no permissions for [indices:data/read/search] for index [*]'],
    ['DELETE /scores-1', 'crud', '', 'no permissions for [indices:admin/delete] for index [scores-1]'],
    ['PUT /_index_template/scores', 'indices_all', '', 'no permissions for [cluster:admin/index_template]'],
    ['PUT /_plugins/_security/api/roles/mine', 'indices_all', '', 'no permissions for [cluster:admin/plugins]'],
  ])('refuses %s to a role with %s elsewhere', (asked, action, body, reason) => {
    expect(denial(asked, [action], { body })).toContain(reason);
  });

  it('refuses whoever no role is mapped to, naming the caller', () => {
    const arn = 'arn:aws:iam::000000000000:role/other';
    expect(denial('POST /scores-1/_search', ['*'], { arn })).toContain(`User [name=${arn}, backend_roles=[${arn}]`);
  });

  it('asks for a privilege of the cluster before a bulk request is looked at', () => {
    const needed = neededPrivileges('POST', '/_bulk', () => bulk('scores-1'));
    expect(fineGrainedDenial(loader, needed, documents(['crud'], []))).toContain('[indices:data/write/bulk]');
  });
});
