import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import type { Iam } from '../iam.ts';

interface Engines {
  readonly iam: Iam;
}

export const awsIamPolicy: ResourceKind<Engines> = {
  type: 'AWS::IAM::Policy',
  support: 'An inline policy of its Roles and Users. Groups are rejected.',
  create(context) {
    const properties = new PropertyReader(context).only('PolicyName', 'PolicyDocument', 'Roles', 'Users');
    const name = properties.text('PolicyName');
    const document = properties.raw('PolicyDocument');
    const { iam } = context.engines;
    for (const role of properties.texts('Roles')) iam.putInlinePolicy('role', role, name, document);
    for (const user of properties.texts('Users')) iam.putInlinePolicy('user', user, name, document);
    return { ref: name, attributes: { Id: context.physicalName } };
  },
};
