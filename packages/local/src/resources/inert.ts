import { createHash } from 'node:crypto';
import type { ResourceContext, Running } from '../resource.ts';
import { inertHosts } from './inert-hosts.ts';
import type { Inert } from './inert-type.ts';

export const inertTypes: Readonly<Record<string, Inert>> = {
  'AWS::CDK::Metadata': { arn: '{name}', reason: 'describes the CDK version that wrote the template' },
  'AWS::CloudWatch::Alarm': {
    arn: 'arn:aws:cloudwatch:{region}:{account}:alarm:{name}',
    nameProperty: 'AlarmName',
    reason: 'metrics are not stored locally',
  },
  'AWS::CloudWatch::Dashboard': {
    arn: 'arn:aws:cloudwatch::{account}:dashboard/{name}',
    nameProperty: 'DashboardName',
    reason: 'metrics are not stored locally',
  },
  'AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption': {
    arn: '{name}',
    reason: 'locally an application writes to the group /aws/kinesis-analytics/NAME',
  },
  'AWS::SNS::Topic': {
    arn: 'arn:aws:sns:{region}:{account}:{name}',
    refIsArn: true,
    nameProperty: 'TopicName',
    reason: 'only alarms publish to it',
  },
  'AWS::SNS::TopicPolicy': { arn: '{name}', reason: 'the topic does nothing' },
  'AWS::SNS::Subscription': {
    arn: 'arn:aws:sns:{region}:{account}:{name}:subscription',
    refIsArn: true,
    reason: 'no email is sent locally',
  },
  'AWS::WAFv2::WebACL': {
    arn: 'arn:aws:wafv2:{region}:{account}:regional/webacl/{name}',
    reason: 'locally no firewall is in front of the API',
  },
  'AWS::WAFv2::WebACLAssociation': { arn: '{name}', reason: 'locally no firewall is in front of the API' },
  'AWS::ApiGateway::DomainName': {
    arn: 'arn:aws:apigateway:{region}::/domainnames/{name}',
    nameProperty: 'DomainName',
    otherAttributes: { RegionalDomainName: 'localhost' },
    reason: 'locally the API has the address of this machine',
  },
  'AWS::ApiGateway::BasePathMapping': { arn: '{name}', reason: 'locally the API has the address of this machine' },
  ...inertHosts,
};

export function createInert({ properties, physicalName, runtime }: ResourceContext, inert: Inert): Running {
  const given = inert.nameProperty ? properties[inert.nameProperty] : undefined;
  const own = inert.idPrefix === undefined ? physicalName : `${inert.idPrefix}-0${hexOf(physicalName, 16)}`;
  const name = typeof given === 'string' ? given : own;
  const arn = inert.arn
    .replace('{region}', runtime.region)
    .replace('{account}', runtime.accountId)
    .replace('{name}', name);
  const attributes = {
    Arn: arn,
    TopicArn: arn,
    TopicName: name,
    ...Object.fromEntries((inert.idAttributes ?? []).map((attribute) => [attribute, name])),
    ...Object.fromEntries((inert.propertyAttributes ?? []).map((property) => [property, properties[property]])),
    ...inert.otherAttributes,
  };
  return { ref: inert.refIsArn ? arn : name, attributes };
}

function hexOf(name: string, length: number): string {
  return createHash('sha256').update(name).digest('hex').slice(0, length);
}
