import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import type { Iam } from '../../iam/iam.ts';

interface Engines {
  readonly iam: Iam;
}

export const awsSecretsmanagerResourcePolicy: ResourceKind<Engines> = {
  type: 'AWS::SecretsManager::ResourcePolicy',
  support: 'Checked with the caller’s policies on every call for its secret. Ignored: BlockPublicPolicy.',
  create(context) {
    const properties = new PropertyReader(context).only('SecretId', 'ResourcePolicy', 'BlockPublicPolicy');
    const secretArn = properties.text('SecretId');
    context.engines.iam.setResourcePolicy(secretArn, properties.raw('ResourcePolicy'));
    return { ref: secretArn, attributes: { Id: secretArn } };
  },
};
