import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import type { Iam } from '../iam.ts';

interface Engines {
  readonly iam: Iam;
}

export const awsIamAccessKey: ResourceKind<Engines> = {
  type: 'AWS::IAM::AccessKey',
  support: 'One pair of credentials per user, unchanged after a restart. A Status other than Active is rejected.',
  create(context) {
    const properties = new PropertyReader(context).only('UserName', 'Status', 'Serial');
    if ((properties.optionalText('Status') ?? 'Active') !== 'Active') {
      throw new Error(`${context.logicalId}: Status other than Active not supported (see SUPPORT.md)`);
    }
    const { accessKeyId, secretAccessKey } = context.engines.iam.createAccessKey(properties.text('UserName'));
    return { ref: accessKeyId, attributes: { SecretAccessKey: secretAccessKey } };
  },
};
