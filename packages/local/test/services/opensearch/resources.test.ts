import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Engines, makeEngines } from '../../../src/engines.ts';
import type { InstalledEngines } from '../../../src/installed-engines.ts';
import type { Running } from '../../../src/resource.ts';
import type { Runtime } from '../../../src/runtime.ts';
import { awsOpensearchserviceDomain } from '../../../src/services/opensearch/resources.ts';
import { hasOpenSearch, openSearch } from '../../../testing/installed-opensearch.ts';
import { testRuntime } from '../../../testing/test-runtime.ts';

let folder: string;
let runtime: Runtime;
let engines: Engines;

const use = (installed: InstalledEngines) => {
  runtime = testRuntime(folder, { engines: installed });
  engines = makeEngines(runtime);
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'opensearch-kind-'));
  use({});
});
afterEach(async () => {
  await engines.network.close();
  await engines.opensearch.close();
  rmSync(folder, { recursive: true });
});

async function create(properties: Record<string, unknown> = {}): Promise<Running> {
  return awsOpensearchserviceDomain.create({
    logicalId: 'Domain',
    physicalName: 'game-analytics-domain-0123456789ab',
    properties,
    stack: { name: 'game-analytics', id: 'stack' },
    assets: new Map(),
    engines,
    runtime,
  });
}

describe('AWS::OpenSearchService::Domain', () => {
  it('says in one line what is missing, and what to do', async () => {
    use({ howToGet: (engine) => `\`get ${engine}\` fetches it` });
    await expect(create()).rejects.toThrow(
      /^an OpenSearch domain needs the real OpenSearch: `get opensearch` fetches it$/,
    );
  });

  it.each([
    [{ EngineVersion: 'Elasticsearch_7.10' }, 'Domain.EngineVersion must be an OpenSearch_2.x'],
    [{ DomainName: 'Metrics' }, 'Domain.DomainName must be 3 to 28'],
    [{ CognitoOptions: {} }, 'CognitoOptions not supported'],
    [
      { AdvancedSecurityOptions: { Enabled: true, InternalUserDatabaseEnabled: true } },
      'internal users are not kept here',
    ],
    [{ AdvancedSecurityOptions: { Enabled: true } }, 'MasterUserARN is missing'],
  ])('refuses %j', async (properties, reason) => {
    await expect(create(properties)).rejects.toThrow(reason);
  });

  it.skipIf(!hasOpenSearch)('is reached by its endpoint, whose name stays the same', async () => {
    use({ opensearch: openSearch });
    const { ref, attributes } = await create({ VPCOptions: { SubnetIds: ['a'] }, EngineVersion: 'OpenSearch_2.19' });
    expect(ref).toBe('game-analytics-0123456789ab');
    expect(attributes.DomainEndpoint).toMatch(
      /^vpc-game-analytics-0123456789ab-[a-z0-9]{26}\.us-east-1\.es\.amazonaws\.com$/,
    );
    expect(attributes.Arn).toBe(`arn:aws:es:us-east-1:000000000000:domain/${ref}`);
    expect(engines.network.routes).toHaveProperty([`${attributes.DomainEndpoint}:443`]);
    const health = await fetch(`${engines.opensearch.plainUrl}/_cluster/health`);
    expect(await health.json()).toMatchObject({ status: 'green' });
  });
});
