import type { ResourceContext, Running } from '../resource.ts';

/**
 * Resource types that have an id and an ARN here and do nothing, with the reason. `{name}` is the physical name;
 * `Ref` answers the ARN where CloudFormation does.
 */
interface Inert {
  readonly arn: string;
  readonly refIsArn?: boolean;
  /** The property that names the resource, when the template gives a name. */
  readonly nameProperty?: string;
  readonly reason: string;
}

export const inertTypes: Readonly<Record<string, Inert>> = {
  'AWS::CDK::Metadata': { arn: '{name}', reason: 'describes the CDK version that wrote the template' },
  'AWS::CloudWatch::Alarm': {
    arn: 'arn:aws:cloudwatch:{region}:{account}:alarm:{name}',
    nameProperty: 'AlarmName',
    reason: 'no metrics are kept here to watch',
  },
  'AWS::CloudWatch::Dashboard': {
    arn: 'arn:aws:cloudwatch::{account}:dashboard/{name}',
    nameProperty: 'DashboardName',
    reason: 'no metrics are kept here to draw',
  },
  'AWS::SNS::Topic': {
    arn: 'arn:aws:sns:{region}:{account}:{name}',
    refIsArn: true,
    nameProperty: 'TopicName',
    reason: 'only alarms publish to it',
  },
  'AWS::SNS::TopicPolicy': { arn: '{name}', reason: 'belongs to a topic that does nothing' },
  'AWS::SNS::Subscription': {
    arn: 'arn:aws:sns:{region}:{account}:{name}:subscription',
    refIsArn: true,
    reason: 'no mail is sent from here',
  },
};

export function createInert({ properties, physicalName, runtime }: ResourceContext, inert: Inert): Running {
  const given = inert.nameProperty ? properties[inert.nameProperty] : undefined;
  const name = typeof given === 'string' ? given : physicalName;
  const arn = inert.arn
    .replace('{region}', runtime.region)
    .replace('{account}', runtime.accountId)
    .replace('{name}', name);
  return { ref: inert.refIsArn ? arn : name, attributes: { Arn: arn, TopicArn: arn, TopicName: name } };
}
