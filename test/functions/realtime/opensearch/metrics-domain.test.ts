/** What prepares a domain and what writes into it, through the door of a real one, as the roles that the template has. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Domain, isInstalled } from 'assembly-runtime/opensearch';
import { Iam } from 'assembly-runtime/services';
import { testRuntime } from 'assembly-runtime/testing/test-runtime.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StreamedMetric } from '../../../../functions/realtime/index-metrics/metric-store.ts';
import { openSearchStore } from '../../../../functions/realtime/index-metrics/opensearch-store.ts';
import { openClient } from '../../../../functions/realtime/opensearch/open-client.ts';
import { prepareOpenSearch } from '../../../../functions/realtime/prepare-opensearch/prepare-opensearch.ts';
import type { MetricRow } from '../../../../schemas/generated/metric-row.ts';
import { openSearch } from '../../../../scripts/engines/installed-engines.ts';

if (!isInstalled(openSearch)) console.log('skipped: OpenSearch is not installed (npm run engines)');

const now = Date.parse('2026-11-21T16:00:00Z');
const arn = 'arn:aws:es:us-east-1:000000000000:domain/metrics';

function metric(changes: Partial<MetricRow> = {}, version = 1): StreamedMetric {
  const row: MetricRow = {
    id: 'a',
    metric: 'purchases_per_minute',
    window_start: '2026-11-21T15:44:00',
    window_end: '2026-11-21T15:45:00',
    application_id: 'app',
    dimensions: '{"currency":"EUR"}',
    part: '',
    events: 3,
    players: null,
    amount: 12.5,
    ...changes,
  };
  return { row, text: JSON.stringify(row), version };
}

describe.skipIf(!isInstalled(openSearch))('metrics in OpenSearch', () => {
  const folder = mkdtempSync(join(tmpdir(), 'metrics-domain-'));
  const runtime = testRuntime(folder);
  const iam = new Iam(runtime);
  let domain: Domain;
  let server: Server;
  let url: string;
  let loaderArn: string;

  const role = (name: string) => {
    const trust = {
      Statement: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    };
    const roleArn = iam.createRole(name, '/', trust);
    iam.putInlinePolicy('role', name, 'p', {
      Statement: { Effect: 'Allow', Action: 'es:ESHttp*', Resource: `${arn}/*` },
    });
    return roleArn;
  };
  const clientOf = (roleArn: string) => (address: string) => {
    const { accessKeyId, secretAccessKey, sessionToken } = iam.assume(roleArn, 'lambda.amazonaws.com');
    return openClient(address, {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
      AWS_REGION: 'us-east-1',
    });
  };
  const store = () => openSearchStore({ client: clientOf(loaderArn)(url), url, retentionDays: 30, now: () => now });
  const prepare = (type: 'Create' | 'Update' | 'Delete' = 'Create', changes: object = {}) =>
    prepareOpenSearch(
      {
        RequestType: type,
        ResourceProperties: { Url: url, LoaderRoleArn: loaderArn, RetentionDays: '30', ...changes },
      },
      { openClient: clientOf(role('preparer')), now: () => now, sleep: async () => undefined },
    );
  /** As a program of this machine asks. */
  const ask = async (path: string): Promise<unknown> => (await fetch(`${domain.plainUrl}${path}`)).json();
  const documents = async (query = '*') => {
    await ask('/metrics/_refresh');
    const found = await ask(`/metrics/_search?size=100&sort=id&q=${encodeURIComponent(query)}`);
    const { hits } = { hits: { hits: [] }, ...(typeof found === 'object' ? found : {}) };
    return hits.hits.map(({ _source, _index }) => ({ _index, ...Object(_source) }));
  };

  beforeAll(async () => {
    loaderArn = role('loader');
    const settings = { name: 'metrics', arn, masterUserArn: role('preparer') };
    domain = await Domain.open(settings, { installation: openSearch, home: join(folder, 'metrics'), runtime, iam });
    server = createServer(domain.signed).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  });
  afterAll(async () => {
    server.close();
    server.closeAllConnections();
    await domain.close();
    rmSync(folder, { recursive: true });
  });

  it('may not be written before the domain is prepared', async () => {
    await expect(store().write([metric()])).rejects.toThrow(/answered 403: security_exception: no permissions for/);
    await expect(store().check()).rejects.toThrow(/answered 403: security_exception: no permissions for/);
  });

  it('are prepared as often as one likes', async () => {
    const first = await prepare();
    expect(await prepare('Update', { RetentionDays: '31' })).toEqual(first);
    expect(await ask('/_plugins/_ism/policies/metrics-retention')).toMatchObject({
      policy: { states: [{ transitions: [{ conditions: { min_index_age: '32d' } }] }, { name: 'deleted' }] },
    });
    expect(await ask('/_cat/indices/metrics?format=json&h=index,health')).toEqual([
      { index: 'metrics-2026.11.21', health: 'green' },
    ]);
    expect(await prepare('Delete')).toEqual(first);
  });

  it('may be written then, which a check says that writes none', async () => {
    await store().check();
    expect(await documents()).toEqual([]);
  });

  it('are documents of their columns, found by what they are counted by', async () => {
    expect(await store().write([metric(), metric({ id: 'b', dimensions: '{"level":7,"none":null}' })])).toEqual([]);
    expect(await documents('dimensions.currency:EUR')).toEqual([
      { ...metric().row, _index: 'metrics-2026.11.21', dimensions: { currency: 'EUR' } },
    ]);
    expect(await documents('dimensions.level:7')).toMatchObject([{ id: 'b', dimensions: { level: '7', none: null } }]);
  });

  it('keep the row that arrived last, whichever is written last', async () => {
    await store().write([metric({ id: 'c', events: 1 }, 10)]);
    await store().write([metric({ id: 'c', events: 2 }, 12)]);
    expect(await store().write([metric({ id: 'c', events: 1 }, 10)])).toEqual([]);
    expect(await documents('id:c')).toMatchObject([{ events: 2 }]);
    await store().write([metric({ id: 'c', events: 3 }, 12)]);
    expect(await documents('id:c')).toMatchObject([{ events: 3 }]);
  });

  it('are in the index of their day, which is made when it is needed; days that are over stay away', async () => {
    const at = (day: string, id: string) =>
      metric({ id, window_start: `${day}T23:59:00`, window_end: `${day}T23:59:30` });
    await store().write([at('2026-11-20', 'd'), at('2026-10-22', 'e'), at('2026-10-21', 'f')]);
    expect(await documents('id:(d OR e OR f)')).toMatchObject([
      { id: 'd', _index: 'metrics-2026.11.20' },
      { id: 'e', _index: 'metrics-2026.10.22' },
    ]);
  });

  it('refuse a row that is wrong by itself, and take the others', async () => {
    const rows = [
      metric({ id: 'g', dimensions: '[]' }),
      metric({ id: 'h', window_start: '2026-19-99T00:00:00' }),
      metric({ id: 'i', events: 1e30 }),
      metric({ id: 'j' }),
    ];
    const problems = await store().write(rows);
    expect(problems.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(problems.map(({ reason }) => reason).join('\n')).toContain(
      'mapper_parsing_exception: failed to parse field [events]',
    );
    expect(await documents('id:(g OR h OR i OR j)')).toMatchObject([{ id: 'j' }]);
  });

  it('are written in requests that the domain takes', async () => {
    const part = 'x'.repeat(2_000);
    const rows = Array.from({ length: 6_000 }, (_, i) =>
      metric({ id: `long-${i}`, metric: 'many', part: `${part}${i}` }),
    );
    expect(await store().write(rows)).toEqual([]);
    await ask('/metrics/_refresh');
    expect(await ask('/metrics/_count?q=metric:many')).toMatchObject({ count: rows.length });
  });

  it('fail with a reason when the domain is not there, or its role is not the master', async () => {
    const gone = { Url: 'http://127.0.0.1:9' };
    await expect(prepare('Create', gone)).rejects.toThrow(/cannot be reached.*ECONNREFUSED/);
    const loader = { openClient: clientOf(loaderArn), now: () => now, sleep: async () => undefined };
    const request = {
      RequestType: 'Create',
      ResourceProperties: { Url: url, LoaderRoleArn: loaderArn, RetentionDays: 1 },
    } as const;
    await expect(prepareOpenSearch(request, loader)).rejects.toThrow(
      /PUT \/_index_template\/metrics: .* 403: security_exc/,
    );
    await expect(prepare('Create', { RetentionDays: 'x' })).rejects.toThrow('RetentionDays must be a whole number');
  });
});
