import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import type { Iam } from '../iam.ts';

interface Engines {
  readonly iam: Iam;
}

export const awsIamUser: ResourceKind<Engines> = {
  type: 'AWS::IAM::User',
  support:
    'Its policies are checked on every call with its access keys. Groups and LoginProfile are rejected. Ignored: Tags.',
  create(context) {
    const { engines, physicalName } = context;
    const properties = new PropertyReader(context).only('UserName', 'Path', 'Policies', 'ManagedPolicyArns', 'Tags');
    const name = properties.optionalText('UserName') ?? physicalName;
    const arn = engines.iam.createUser(name, properties.optionalText('Path') ?? '/');
    for (const policy of properties.items('Policies')) {
      engines.iam.putInlinePolicy('user', name, policy.text('PolicyName'), policy.raw('PolicyDocument'));
    }
    for (const policyArn of properties.texts('ManagedPolicyArns')) {
      engines.iam.attachManagedPolicy('user', name, policyArn);
    }
    return { ref: name, attributes: { Arn: arn } };
  },
};
