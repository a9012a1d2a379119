import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import type { Kms } from '../kms.ts';

interface Engines {
  readonly kms: Kms;
}

export const awsKmsAlias: ResourceKind<Engines> = {
  type: 'AWS::KMS::Alias',
  support: 'Another name for a key.',
  create(context) {
    const properties = new PropertyReader(context).only('AliasName', 'TargetKeyId');
    const name = properties.text('AliasName');
    context.engines.kms.createAlias(name, properties.text('TargetKeyId'));
    return { ref: name, attributes: {} };
  },
};
