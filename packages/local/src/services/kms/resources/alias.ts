import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';

export const awsKmsAlias: ResourceKind = {
  type: 'AWS::KMS::Alias',
  support: 'Another name for a key.',
  create(context) {
    const properties = new PropertyReader(context).only('AliasName', 'TargetKeyId');
    const name = properties.text('AliasName');
    context.engines.kms.createAlias(name, properties.text('TargetKeyId'));
    return { ref: name, attributes: {} };
  },
};
