import { Aws } from 'aws-cdk-lib';
import { CfnInstanceProfile, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from '../../acknowledge.ts';

export interface HostRoleProps {
  readonly clusterName: string;
  readonly clusterArn: string;
  readonly volumeId: string;
  /** Value of the tag `Workload`, by which a host may attach the volume to itself and to no machine of others. */
  readonly workloadName: string;
}

/**
 * What the container host may do: be one (what AWS's policy AmazonEC2ContainerServiceforEC2Role allows, for this cluster
 * alone), take its volume, say that it is up, and be the end of a Session Manager tunnel.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/instance_IAM_role.html
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
 */
export class HostRole extends Construct {
  readonly profile: CfnInstanceProfile;

  constructor(scope: Construct, id: string, { clusterName, clusterArn, volumeId, workloadName }: HostRoleProps) {
    super(scope, id);
    const here = `${Aws.REGION}:${Aws.ACCOUNT_ID}`;
    const places = `arn:${Aws.PARTITION}:ecs:${here}:container-instance/${clusterName}/*`;
    const hosts = `arn:${Aws.PARTITION}:ec2:${here}:instance/*`;
    const statements = [
      new PolicyStatement({
        actions: [
          'ecs:DeregisterContainerInstance',
          'ecs:RegisterContainerInstance',
          'ecs:SubmitAttachmentStateChanges',
          'ecs:SubmitContainerStateChange',
          'ecs:SubmitTaskStateChange',
        ],
        resources: [clusterArn],
      }),
      new PolicyStatement({
        actions: [
          'ecs:Poll',
          'ecs:PutSystemLogEvents',
          'ecs:StartTelemetrySession',
          'ecs:UpdateContainerInstancesState',
        ],
        resources: [places],
      }),
      new PolicyStatement({
        actions: [
          'ecs:DiscoverPollEndpoint',
          'ssm:UpdateInstanceInformation',
          'ssmmessages:CreateControlChannel',
          'ssmmessages:CreateDataChannel',
          'ssmmessages:OpenControlChannel',
          'ssmmessages:OpenDataChannel',
        ],
        resources: ['*'],
      }),
      new PolicyStatement({
        actions: ['ec2:AttachVolume'],
        resources: [`arn:${Aws.PARTITION}:ec2:${here}:volume/${volumeId}`],
      }),
      new PolicyStatement({
        actions: ['ec2:AttachVolume'],
        resources: [hosts],
        conditions: { StringEquals: { 'aws:ResourceTag/Workload': workloadName } },
      }),
      new PolicyStatement({ actions: ['cloudformation:SignalResource'], resources: [Aws.STACK_ID] }),
    ];
    const role = new Role(this, 'Role', {
      description: 'Container host of ClickHouse',
      assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
      inlinePolicies: { Host: new PolicyDocument({ statements }) },
    });
    acknowledgeWildcards(
      role,
      [places, hosts],
      'Hosts and their places in the cluster have no name before they are there',
    );
    acknowledgeWildcards(role, ['*'], 'Session Manager and the address of the ECS service know no resources');
    this.profile = new CfnInstanceProfile(this, 'Profile', { roles: [role.roleName] });
  }
}
