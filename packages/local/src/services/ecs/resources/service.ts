import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import type { Ecs } from '../ecs.ts';

interface Engines {
  readonly ecs: Ecs;
}

export const awsEcsService: ResourceKind<Engines> = {
  type: 'AWS::ECS::Service',
  support:
    'Runs one task on this machine (none with DesiredCount 0), restarts containers that end, and registers them ' +
    'with the target groups of LoadBalancers. Ignored: placement, network, deployment and health settings.',
  async create(context) {
    const { engines, runtime, physicalName } = context;
    const properties = new PropertyReader(context).only(
      'ServiceName',
      'Cluster',
      'TaskDefinition',
      'DesiredCount',
      'LoadBalancers',
      'LaunchType',
      'CapacityProviderStrategy',
      'NetworkConfiguration',
      'DeploymentConfiguration',
      'DeploymentController',
      'HealthCheckGracePeriodSeconds',
      'PlacementConstraints',
      'PlacementStrategies',
      'AvailabilityZoneRebalancing',
      'SchedulingStrategy',
      'EnableECSManagedTags',
      'EnableExecuteCommand',
      'PropagateTags',
      'Tags',
    );
    const name = properties.optionalText('ServiceName') ?? physicalName;
    const cluster = (properties.optionalText('Cluster') ?? 'default').replace(/^arn:.*\//, '');
    if (Number(properties.raw('DesiredCount') ?? 1) > 0) {
      await engines.ecs.createService({
        name,
        taskDefinitionArn: properties.text('TaskDefinition'),
        loadBalancers: properties.items('LoadBalancers').map((balancer) => ({
          containerName: balancer.text('ContainerName'),
          containerPort: Number(balancer.raw('ContainerPort')),
          targetGroupArn: balancer.text('TargetGroupArn'),
        })),
      });
    }
    const arn = `arn:aws:ecs:${runtime.region}:${runtime.accountId}:service/${cluster}/${name}`;
    return { ref: arn, attributes: { ServiceArn: arn, Name: name } };
  },
};
