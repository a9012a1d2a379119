import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import type { Kinesis } from '../kinesis.ts';

interface Engines {
  readonly kinesis: Kinesis;
}

export const awsKinesisStream: ResourceKind<Engines> = {
  type: 'AWS::Kinesis::Stream',
  support:
    'A durable log per shard, on demand (four shards) or provisioned, with retention. StreamEncryption checks ' +
    'the permissions on a customer managed key; files are not encrypted. A changed ShardCount splits and merges ' +
    'shards.',
  async create(context) {
    const properties = new PropertyReader(context).only(
      'Name',
      'RetentionPeriodHours',
      'ShardCount',
      'StreamModeDetails',
      'StreamEncryption',
      'MaxRecordSizeInKiB',
      'Tags',
    );
    const mode = properties.object('StreamModeDetails')?.only('StreamMode').text('StreamMode') ?? 'PROVISIONED';
    if (mode !== 'ON_DEMAND' && mode !== 'PROVISIONED') {
      throw new Error(
        `${context.logicalId}.StreamModeDetails.StreamMode must be ON_DEMAND or PROVISIONED, not ${mode}`,
      );
    }
    const encryption = properties.object('StreamEncryption')?.only('EncryptionType', 'KeyId');
    const stream = await context.engines.kinesis.streams.putStream({
      name: properties.optionalText('Name') ?? context.physicalName,
      mode,
      shardCount: count(properties, 'ShardCount', context.logicalId),
      retentionHours: count(properties, 'RetentionPeriodHours', context.logicalId),
      maxRecordKiB: count(properties, 'MaxRecordSizeInKiB', context.logicalId),
      keyId: encryption?.text('KeyId'),
      tags: Object.fromEntries(properties.items('Tags').map((tag) => [tag.text('Key'), tag.text('Value')])),
    });
    const { name, arn } = stream.settings;
    return { ref: name, attributes: { Arn: arn } };
  },
};

/** CloudFormation also takes numbers as text: a parameter's value is. */
function count(properties: PropertyReader, name: string, logicalId: string): number | undefined {
  const value = properties.raw(name);
  if (value === undefined) return undefined;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number > 0) return number;
  throw new Error(`${logicalId}.${name} must be a whole number above 0, not ${JSON.stringify(value)}`);
}
