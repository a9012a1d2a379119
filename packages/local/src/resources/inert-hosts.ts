import type { Inert } from './inert-type.ts';

const network = 'everything runs on the loopback interface';
const host = 'containers run directly on this machine';

function ofNetwork(idPrefix: string, more: Partial<Inert> = {}): Inert {
  return { arn: '{name}', idPrefix, reason: network, ...more };
}

/** Networks and the machines in them: a run has no need of either. */
export const inertHosts: Readonly<Record<string, Inert>> = {
  'AWS::EC2::EIP': ofNetwork('eipalloc', {
    idAttributes: ['AllocationId'],
    // Of the range that RFC 5737 keeps for documentation.
    otherAttributes: { PublicIp: '192.0.2.1' },
  }),
  'AWS::EC2::InternetGateway': ofNetwork('igw', { idAttributes: ['InternetGatewayId'] }),
  'AWS::EC2::NatGateway': ofNetwork('nat', { idAttributes: ['NatGatewayId'] }),
  'AWS::EC2::Route': ofNetwork('route'),
  'AWS::EC2::RouteTable': ofNetwork('rtb', { idAttributes: ['RouteTableId'] }),
  'AWS::EC2::SecurityGroup': ofNetwork('sg', { idAttributes: ['Id', 'GroupId'], propertyAttributes: ['VpcId'] }),
  'AWS::EC2::SecurityGroupEgress': ofNetwork('sgr', { idAttributes: ['Id'] }),
  'AWS::EC2::SecurityGroupIngress': ofNetwork('sgr', { idAttributes: ['Id'] }),
  'AWS::EC2::Subnet': ofNetwork('subnet', {
    idAttributes: ['SubnetId'],
    propertyAttributes: ['AvailabilityZone', 'CidrBlock', 'VpcId'],
  }),
  'AWS::EC2::SubnetRouteTableAssociation': ofNetwork('rtbassoc', { idAttributes: ['Id'] }),
  'AWS::EC2::VPC': ofNetwork('vpc', { idAttributes: ['VpcId'], propertyAttributes: ['CidrBlock'] }),
  'AWS::EC2::VPCEndpoint': ofNetwork('vpce', { idAttributes: ['Id'] }),
  'AWS::EC2::VPCGatewayAttachment': ofNetwork('attachment'),
  'AWS::EC2::LaunchTemplate': {
    arn: '{name}',
    idPrefix: 'lt',
    idAttributes: ['LaunchTemplateId'],
    otherAttributes: { LatestVersionNumber: '1', DefaultVersionNumber: '1' },
    reason: host,
  },
  'AWS::EC2::Volume': {
    arn: '{name}',
    idPrefix: 'vol',
    idAttributes: ['VolumeId'],
    reason: 'container volumes are folders in the state directory',
  },
  'AWS::AutoScaling::AutoScalingGroup': { arn: '{name}', nameProperty: 'AutoScalingGroupName', reason: host },
  'AWS::IAM::InstanceProfile': {
    arn: 'arn:aws:iam::{account}:instance-profile/{name}',
    nameProperty: 'InstanceProfileName',
    reason: host,
  },
};
