import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import type { LoadBalancer } from '../load-balancer.ts';

interface Engines {
  readonly loadBalancer: LoadBalancer;
}

export const awsElasticloadbalancingv2LoadBalancer: ResourceKind<Engines> = {
  type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  support:
    'Network load balancers. Functions reach their listeners by DNSName. Application and gateway load balancers ' +
    'are rejected. Ignored: Scheme, Subnets, SubnetMappings, SecurityGroups, LoadBalancerAttributes, ' +
    'IpAddressType, Tags.',
  create(context) {
    const { engines, physicalName, logicalId } = context;
    const properties = new PropertyReader(context).only(
      'Name',
      'Type',
      'Scheme',
      'Subnets',
      'SubnetMappings',
      'SecurityGroups',
      'LoadBalancerAttributes',
      'IpAddressType',
      'EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic',
      'Tags',
    );
    const type = properties.optionalText('Type') ?? 'application';
    if (type !== 'network') throw new Error(`${logicalId}: Type ${type} not supported (see SUPPORT.md)`);
    const { arn, name, dnsName } = engines.loadBalancer.createBalancer(
      properties.optionalText('Name') ?? shortName(physicalName),
    );
    const attributes = {
      LoadBalancerArn: arn,
      LoadBalancerName: name,
      LoadBalancerFullName: arn.slice(arn.indexOf('/') + 1),
      DNSName: dnsName,
      // Of network load balancers in us-east-1: https://docs.aws.amazon.com/general/latest/gr/elb.html
      CanonicalHostedZoneID: 'Z26RNL4JYFTOTI',
      SecurityGroups: properties.texts('SecurityGroups'),
    };
    return { ref: arn, attributes };
  },
};

/** Load balancers and target groups have names of at most 32 characters; the end of ours is what makes them differ. */
export function shortName(physicalName: string): string {
  return physicalName.length <= 32
    ? physicalName
    : `${physicalName.slice(0, 19).replace(/-+$/, '')}-${physicalName.slice(-12)}`;
}
