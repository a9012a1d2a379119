import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import type { LoadBalancer } from '../load-balancer.ts';
import { shortName } from './load-balancer.ts';

interface Engines {
  readonly loadBalancer: LoadBalancer;
}

export const awsElasticloadbalancingv2TargetGroup: ResourceKind<Engines> = {
  type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
  support:
    'TCP groups with a target that an ECS service registers. There are no health checks; the service restarts a ' +
    'container that ends. Targets is rejected. Ignored: TargetGroupAttributes, VpcId, TargetType, Tags.',
  create(context) {
    const { engines, physicalName, logicalId } = context;
    const properties = new PropertyReader(context).only(
      'Name',
      'Protocol',
      'Port',
      'VpcId',
      'TargetType',
      'IpAddressType',
      'HealthCheckEnabled',
      'HealthCheckIntervalSeconds',
      'HealthCheckPath',
      'HealthCheckPort',
      'HealthCheckProtocol',
      'HealthCheckTimeoutSeconds',
      'HealthyThresholdCount',
      'UnhealthyThresholdCount',
      'Matcher',
      'TargetGroupAttributes',
      'Tags',
    );
    const protocol = properties.text('Protocol');
    if (protocol !== 'TCP') throw new Error(`${logicalId}: Protocol ${protocol} not supported (see SUPPORT.md)`);
    const { arn, name } = engines.loadBalancer.createTargetGroup(
      properties.optionalText('Name') ?? shortName(physicalName),
    );
    const attributes = {
      TargetGroupArn: arn,
      TargetGroupName: name,
      TargetGroupFullName: arn.slice(arn.lastIndexOf(':') + 1),
    };
    return { ref: arn, attributes };
  },
};
