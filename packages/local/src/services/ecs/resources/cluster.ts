import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';

export const awsEcsCluster: ResourceKind = {
  type: 'AWS::ECS::Cluster',
  support: 'Provides a name for services. Containers run on this machine, so capacity and settings are ignored.',
  create(context) {
    const { runtime, physicalName } = context;
    const properties = new PropertyReader(context).only(
      'ClusterName',
      'ClusterSettings',
      'CapacityProviders',
      'DefaultCapacityProviderStrategy',
      'Configuration',
      'Tags',
    );
    const name = properties.optionalText('ClusterName') ?? physicalName;
    return { ref: name, attributes: { Arn: `arn:aws:ecs:${runtime.region}:${runtime.accountId}:cluster/${name}` } };
  },
};
