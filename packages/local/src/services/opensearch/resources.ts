import { createHash } from 'node:crypto';
import type { ResourceContext, ResourceKind } from '../../resource.ts';
import { PropertyReader } from '../../resources/property-reader.ts';
import type { Iam } from '../iam/iam.ts';
import type { Network } from '../network/network.ts';
import type { OpenSearch } from './opensearch.ts';

interface Engines {
  readonly iam: Iam;
  readonly network: Network;
  readonly opensearch: OpenSearch;
}

/** Of a domain's name. https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_CreateDomain.html */
const namePattern = /^[a-z][a-z0-9-]{2,27}$/;

export const awsOpensearchserviceDomain: ResourceKind<Engines> = {
  type: 'AWS::OpenSearchService::Domain',
  support:
    'Runs the real OpenSearch 2.19 as one node in a child process, whatever ClusterConfig says. Requires `npm ' +
    'run engines` and `--engine opensearch`. Requests must be signed and allowed by IAM and AccessPolicies. With ' +
    'AdvancedSecurityOptions (a MasterUserARN; no internal users), fine-grained access control applies to the ' +
    'requests that programs make most, without field- and document-level security. Roles, role mappings and ' +
    'action groups of `_plugins/_security/api` and `_plugins/_ism/policies` are stored; ISM policies are not ' +
    'executed. Ignored: EBSOptions, encryption, VPCOptions, logs, windows, AdvancedOptions.',
  async create(context) {
    const { engines, runtime } = context;
    const properties = new PropertyReader(context).only(
      ...['DomainName', 'EngineVersion', 'ClusterConfig', 'EBSOptions', 'VPCOptions', 'AccessPolicies'],
      ...['AdvancedSecurityOptions', 'DomainEndpointOptions', 'EncryptionAtRestOptions', 'NodeToNodeEncryptionOptions'],
      ...['LogPublishingOptions', 'AdvancedOptions', 'OffPeakWindowOptions', 'SoftwareUpdateOptions'],
      ...['SnapshotOptions', 'IPAddressType', 'Tags'],
    );
    const version = properties.optionalText('EngineVersion') ?? 'OpenSearch_2.19';
    if (!version.startsWith('OpenSearch_2.')) {
      throw new Error(`${context.logicalId}.EngineVersion must be an OpenSearch_2.x here, not ${version}`);
    }
    const name = properties.optionalText('DomainName') ?? generatedName(context);
    if (!namePattern.test(name)) {
      throw new Error(
        `${context.logicalId}.DomainName must be 3 to 28 lower-case letters, digits and hyphens, not ${name}`,
      );
    }
    const arn = `arn:aws:es:${runtime.region}:${runtime.accountId}:domain/${name}`;
    const network = properties.raw('VPCOptions') === undefined ? 'search' : 'vpc';
    const endpoint = `${network}-${name}-${idOf(arn)}.${runtime.region}.es.amazonaws.com`;
    engines.iam.setResourcePolicy(arn, properties.raw('AccessPolicies'));
    const settings = { name, arn, masterUserArn: readMasterUser(properties) };
    const domain = await engines.opensearch.openDomain(settings);
    await engines.network.serveTls(endpoint, 443, domain.signed);
    return {
      ref: name,
      attributes: {
        Arn: arn,
        DomainArn: arn,
        DomainEndpoint: endpoint,
        'DomainEndpoints.vpc': endpoint,
        Id: `${runtime.accountId}/${name}`,
      },
    };
  },
};

/** Undefined when fine-grained access is off. */
function readMasterUser(properties: PropertyReader): string | undefined {
  const options = properties.object('AdvancedSecurityOptions');
  if (!options?.flag('Enabled', false)) return undefined;
  if (options.flag('InternalUserDatabaseEnabled', false)) {
    throw new Error('AdvancedSecurityOptions.InternalUserDatabaseEnabled: internal users are not kept here');
  }
  const master = options.object('MasterUserOptions')?.optionalText('MasterUserARN');
  if (master === undefined) throw new Error('AdvancedSecurityOptions.MasterUserOptions.MasterUserARN is missing');
  return master;
}

/** As the service makes them: 26 lower-case letters and digits, here the same in every run. */
function idOf(arn: string): string {
  const number = BigInt(`0x${createHash('sha256').update(arn).digest('hex')}`);
  return number.toString(36).padStart(26, '0').slice(-26);
}

function generatedName({ physicalName }: ResourceContext<Engines>): string {
  return `${physicalName.slice(0, 15).replace(/^[^a-z]+|-+$/g, '')}-${physicalName.slice(-12)}`;
}

export const opensearchResources = [awsOpensearchserviceDomain];
