import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer, get, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@opensearch-project/opensearch';
import { AwsSigv4Signer } from '@opensearch-project/opensearch/aws-v3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Iam } from '../../../src/services/iam/iam.ts';
import { Domain } from '../../../src/services/opensearch/domain.ts';
import { hasOpenSearch, openSearch } from '../../../testing/installed-opensearch.ts';
import { testRuntime } from '../../../testing/test-runtime.ts';

const arn = 'arn:aws:es:us-east-1:000000000000:domain/scores';
const lambda = {
  Statement: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
};

if (!hasOpenSearch) console.log('skipped: OpenSearch is not installed');

describe.skipIf(!hasOpenSearch)('an OpenSearch domain', () => {
  const folder = mkdtempSync(join(tmpdir(), 'opensearch-domain-'));
  const runtime = testRuntime(folder);
  const iam = new Iam(runtime);
  let domain: Domain;
  let server: Server;
  let signedUrl: string;

  const role = (name: string, allow: string) => {
    const roleArn = iam.createRole(name, '/', lambda);
    iam.putInlinePolicy('role', name, 'p', { Statement: { Effect: 'Allow', Action: allow, Resource: `${arn}/*` } });
    return roleArn;
  };
  const client = (roleArn: string) => {
    const credentials = iam.assume(roleArn, 'lambda.amazonaws.com');
    const signer = AwsSigv4Signer({ region: 'us-east-1', service: 'es', getCredentials: async () => credentials });
    return new Client({ ...signer, node: signedUrl, maxRetries: 0 });
  };
  const open = async () => {
    const settings = { name: 'scores', arn, masterUserArn: role('master', 'es:ESHttp*') };
    domain = await Domain.open(settings, { installation: openSearch, home: join(folder, 'scores'), runtime, iam });
    server = createServer(domain.signed).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    signedUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  };
  const close = async () => {
    server.close();
    server.closeAllConnections();
    await domain.close();
  };
  const plain = async (path: string, init?: RequestInit): Promise<unknown> =>
    (await fetch(`${domain.plainUrl}${path}`, init)).json();

  beforeAll(open);
  afterAll(async () => {
    await close();
    rmSync(folder, { recursive: true });
  });

  it('answers a signed request of the master user, and says who it is', async () => {
    const master = client(role('master', 'es:ESHttp*'));
    const { body } = await master.info();
    expect(body).toMatchObject({ cluster_name: 'scores', version: { distribution: 'opensearch', number: '2.19.6' } });
  });

  it('refuses a request without a signature, or with one of somebody whom no policy allows it', async () => {
    expect(await fetch(signedUrl)).toMatchObject({ status: 403 });
    const reader = client(role('only-gets', 'es:ESHttpGet'));
    await expect(reader.index({ index: 'scores-1', body: {} })).rejects.toMatchObject({
      statusCode: 403,
      body: { Message: expect.stringContaining('is not authorized to perform: es:ESHttpPost') },
    });
    expect(runtime.lines.at(-1)).toContain(`${arn}/scores-1/_doc`);
  });

  it('lets in whom its own policy names', async () => {
    const guestArn = iam.createRole('guest', '/', lambda);
    const allow = { Effect: 'Allow', Principal: { AWS: guestArn }, Action: 'es:ESHttpGet', Resource: `${arn}/*` };
    iam.setResourcePolicy(arn, { Statement: allow });
    // Past IAM; then fine-grained access has its say.
    await expect(client(guestArn).info()).rejects.toThrow(
      'security_exception: [security_exception] Reason: no permissions',
    );
    iam.setResourcePolicy(arn, undefined);
    await expect(client(guestArn).info()).rejects.toMatchObject({
      body: { Message: expect.stringContaining('no identity-based policy allows the es:ESHttpGet action') },
    });
  });

  it('answers programs of this machine without a signature, but no web page', async () => {
    expect(await fetch(domain.plainUrl)).toMatchObject({ status: 200 });
    expect(await fetch(domain.plainUrl, { headers: { origin: 'https://example.com' } })).toMatchObject({ status: 403 });
    const renamed = new Promise((resolve) => {
      get(domain.plainUrl, { headers: { host: 'example.com' } }, (answer) => resolve(answer.resume().statusCode));
    });
    expect(await renamed).toBe(403);
  });

  it('lets a role do what a mapped role of fine-grained access allows, and nothing else', async () => {
    const roleArn = role('loader', 'es:ESHttp*');
    const loader = client(roleArn);
    const write = (index: string) => loader.bulk({ body: [{ index: { _index: index, _id: '1' } }, { n: 1 }] });
    await expect(write('scores-1')).rejects.toThrow('security_exception');
    const security = (path: string, body: unknown) =>
      client(role('master', 'es:ESHttp*')).transport.request({
        method: 'PUT',
        path: `/_plugins/_security/api/${path}`,
        body: JSON.stringify(body),
      });
    await security('roles/writer', {
      cluster_permissions: ['indices:data/write/bulk'],
      index_permissions: [{ index_patterns: ['scores-*'], allowed_actions: ['crud'] }],
    });
    await security('rolesmapping/writer', { backend_roles: [roleArn] });
    expect((await write('scores-1')).body.errors).toBe(false);
    await expect(write('games-1')).rejects.toThrow('security_exception');
  });

  it('is as it was after its node was killed, with the same address', async () => {
    await plain('/scores-kept', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{"settings":{"auto_expand_replicas":"0-1"}}',
    });
    await plain('/scores-kept/_doc/1', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{"n":1}',
    });
    const killed = domain.pid;
    process.kill(killed ?? 0, 'SIGKILL');
    await vi.waitUntil(() => runtime.lines.some((line) => line.endsWith('answers again')), { timeout: 100_000 });
    expect(domain.pid).not.toBe(killed);
    expect(await plain('/scores-kept/_doc/1')).toMatchObject({ found: true, _source: { n: 1 } });
    expect(await plain('/_cluster/health/scores-kept')).toMatchObject({ status: 'green' });
  });

  it('keeps everything over a restart, in a folder of the owner only', async () => {
    await close();
    await open();
    expect(await plain('/scores-kept/_doc/1')).toMatchObject({ found: true });
    expect(await plain('/_plugins/_security/api/rolesmapping/writer')).toHaveProperty('writer');
    expect(statSync(join(folder, 'scores')).mode & 0o077).toBe(0);
  });
});
