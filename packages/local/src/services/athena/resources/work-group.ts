import type { ResourceContext, ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import type { Athena } from '../athena.ts';

interface Engines {
  readonly athena: Athena;
}

export const awsAthenaWorkGroup: ResourceKind<Engines> = {
  type: 'AWS::Athena::WorkGroup',
  support:
    'State, output location, enforcement and the limit of bytes scanned apply. Ignored: encryption, engine ' +
    'version, metrics.',
  create(context: ResourceContext<Engines>) {
    const properties = new PropertyReader(context).only(
      ...['Name', 'Description', 'State', 'Tags', 'RecursiveDeleteOption', 'WorkGroupConfiguration'],
    );
    const configuration = properties
      .object('WorkGroupConfiguration')
      ?.only(
        ...['ResultConfiguration', 'EnforceWorkGroupConfiguration', 'BytesScannedCutoffPerQuery', 'EngineVersion'],
        ...['PublishCloudWatchMetricsEnabled', 'RequesterPaysEnabled'],
      );
    const result = configuration
      ?.object('ResultConfiguration')
      ?.only('OutputLocation', 'EncryptionConfiguration', 'ExpectedBucketOwner', 'AclConfiguration');
    const name = properties.text('Name');
    const cutoff = configuration?.raw('BytesScannedCutoffPerQuery');
    const encryption = result?.raw('EncryptionConfiguration');
    context.engines.athena.createWorkGroup({
      name,
      description: properties.optionalText('Description'),
      enabled: (properties.optionalText('State') ?? 'ENABLED') === 'ENABLED',
      outputLocation: result?.optionalText('OutputLocation'),
      enforced: configuration?.flag('EnforceWorkGroupConfiguration', true) ?? true,
      bytesScannedCutoff: cutoff === undefined ? undefined : readBytes(context.logicalId, cutoff),
      encryption: typeof encryption === 'object' && encryption !== null ? { ...encryption } : undefined,
      engineVersion: configuration?.object('EngineVersion')?.optionalText('SelectedEngineVersion') ?? 'AUTO',
    });
    const effective = 'Athena engine version 3';
    return {
      ref: name,
      attributes: {
        CreationTime: String(Math.floor(context.runtime.clock.now() / 1000)),
        'WorkGroupConfiguration.EngineVersion.EffectiveEngineVersion': effective,
      },
    };
  },
};

/** https://docs.aws.amazon.com/athena/latest/APIReference/API_WorkGroupConfiguration.html: at least 10 MB. */
function readBytes(logicalId: string, value: unknown): number {
  const bytes = Number(value);
  if (Number.isInteger(bytes) && bytes >= 10_000_000) return bytes;
  throw new Error(`${logicalId}: BytesScannedCutoffPerQuery must be a whole number of at least 10000000, not ${value}`);
}
