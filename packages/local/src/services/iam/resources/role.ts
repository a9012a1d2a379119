import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import type { Iam } from '../iam.ts';

interface Engines {
  readonly iam: Iam;
}

export const awsIamRole: ResourceKind<Engines> = {
  type: 'AWS::IAM::Role',
  support:
    'Its policies are checked on every call with its credentials. AssumeRolePolicyDocument decides who gets the ' +
    'credentials. PermissionsBoundary is rejected. Ignored: Description, MaxSessionDuration, Tags.',
  create(context) {
    const { engines, physicalName } = context;
    const properties = new PropertyReader(context).only(
      'RoleName',
      'Path',
      'AssumeRolePolicyDocument',
      'Policies',
      'ManagedPolicyArns',
      'Description',
      'MaxSessionDuration',
      'Tags',
    );
    const name = properties.optionalText('RoleName') ?? physicalName;
    const trust = properties.raw('AssumeRolePolicyDocument');
    const arn = engines.iam.createRole(name, properties.optionalText('Path') ?? '/', trust);
    for (const policy of properties.items('Policies')) {
      engines.iam.putInlinePolicy('role', name, policy.text('PolicyName'), policy.raw('PolicyDocument'));
    }
    for (const policyArn of properties.texts('ManagedPolicyArns')) {
      engines.iam.attachManagedPolicy('role', name, policyArn);
    }
    return { ref: name, attributes: { Arn: arn, RoleId: engines.iam.uniqueId('AROA', arn) } };
  },
};
