import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import type { Iam } from '../iam.ts';

interface Engines {
  readonly iam: Iam;
}

export const awsIamManagedPolicy: ResourceKind<Engines> = {
  type: 'AWS::IAM::ManagedPolicy',
  support:
    'A policy for its Roles and Users, and for roles and users that name it. Groups are rejected. Ignored: Description.',
  create(context) {
    const { engines, physicalName } = context;
    const properties = new PropertyReader(context).only(
      'ManagedPolicyName',
      'Path',
      'PolicyDocument',
      'Roles',
      'Users',
      'Description',
    );
    const name = properties.optionalText('ManagedPolicyName') ?? physicalName;
    const path = properties.optionalText('Path') ?? '/';
    const arn = engines.iam.createManagedPolicy(name, path, properties.raw('PolicyDocument'));
    for (const role of properties.texts('Roles')) engines.iam.attachManagedPolicy('role', role, arn);
    for (const user of properties.texts('Users')) engines.iam.attachManagedPolicy('user', user, arn);
    return { ref: arn, attributes: { PolicyArn: arn, PolicyId: engines.iam.uniqueId('ANPA', arn) } };
  },
};
