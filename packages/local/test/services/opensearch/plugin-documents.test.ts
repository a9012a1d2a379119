import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PluginDocuments } from '../../../src/services/opensearch/plugin-documents.ts';

let folder: string;
let documents: PluginDocuments;
const file = () => join(folder, 'documents.json');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plugin-documents-'));
  documents = new PluginDocuments(file());
});
afterEach(() => rmSync(folder, { recursive: true }));

function ask(line: string, body?: unknown) {
  const [method = '', url = ''] = line.split(' ');
  const [path = '', query = ''] = url.split('?');
  return documents.answer(method, path, query, body === undefined ? '' : JSON.stringify(body));
}

describe('documents of plugins', () => {
  it('keeps a role over a restart, in a file of the owner only', () => {
    expect(ask('PUT /_plugins/_security/api/roles/writer', { cluster_permissions: ['a'] })?.status).toBe(201);
    expect(ask('PUT /_plugins/_security/api/roles/writer', { cluster_permissions: ['b'] })?.status).toBe(200);
    documents = new PluginDocuments(file());
    expect(ask('GET /_plugins/_security/api/roles/writer')?.body).toEqual({ writer: { cluster_permissions: ['b'] } });
    expect(statSync(file()).mode & 0o077).toBe(0);
  });

  it('replaces a policy only for who names the state that it is in', () => {
    const put = (query = '') => ask(`PUT /_plugins/_ism/policies/keep${query}`, { policy: { states: [] } });
    expect(ask('GET /_plugins/_ism/policies/keep')?.status).toBe(404);
    expect(put()?.status).toBe(201);
    expect(put()?.status).toBe(409);
    expect(ask('GET /_plugins/_ism/policies/keep')?.body).toMatchObject({ _seq_no: 0, _primary_term: 1 });
    expect(put('?if_seq_no=0&if_primary_term=1')).toMatchObject({ status: 200, body: { _seq_no: 1 } });
    expect(put('?if_seq_no=0&if_primary_term=1')?.status).toBe(409);
  });

  it.each([
    ['PUT /_plugins/_security/api/roles/writer', 400],
    ['PUT /_plugins/_ism/policies/keep', 400],
    ['GET /_plugins/_security/api/rolesmapping/none', 404],
    ['PATCH /_plugins/_security/api/roles', 405],
  ])('answers %s with %i', (line, status) => {
    expect(ask(line)?.status).toBe(status);
  });

  it('leaves every other path to the node', () => {
    expect(ask('GET /_cluster/health')).toBeUndefined();
    expect(ask('GET /_plugins/_ppl')).toBeUndefined();
  });
});
