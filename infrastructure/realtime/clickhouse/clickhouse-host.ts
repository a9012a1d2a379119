import { CfnDeletionPolicy, Stack } from 'aws-cdk-lib';
import { CfnAutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import {
  CfnLaunchTemplate,
  CfnVolume,
  InstanceArchitecture,
  InstanceType,
  type ISecurityGroup,
  type ISubnet,
} from 'aws-cdk-lib/aws-ec2';
import type { CfnCluster } from 'aws-cdk-lib/aws-ecs';
import { Construct, type IDependable } from 'constructs';
import { acknowledge } from '../../acknowledge.ts';
import { HostRole } from './host-role.ts';
import { hostUserData } from './host-user-data.ts';

export interface ClickHouseHostProps {
  readonly workloadName: string;
  readonly cluster: CfnCluster;
  /** In the one zone that the volume is in. */
  readonly subnet: ISubnet;
  readonly ways: readonly IDependable[];
  readonly securityGroup: ISecurityGroup;
  readonly instanceType: string;
  readonly volumeGib: number;
  readonly durable: boolean;
}

/** Minutes that a new host has for its volume: the one before it has to let go of it first. */
const signalMinutes = 15;

/**
 * One machine for one container: a group of one puts another in its place when it fails, and ClickHouse's volume, which
 * is a resource of its own, goes on there.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-optimized_AMI.html
 */
export class ClickHouseHost extends Construct {
  readonly group: CfnAutoScalingGroup;

  constructor(scope: Construct, id: string, props: ClickHouseHostProps) {
    super(scope, id);
    const { cluster, subnet, securityGroup, workloadName, durable } = props;
    const volume = new CfnVolume(this, 'Volume', {
      availabilityZone: subnet.availabilityZone,
      size: props.volumeGib,
      volumeType: 'gp3',
      encrypted: true,
    });
    volume.cfnOptions.deletionPolicy = durable ? CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE : CfnDeletionPolicy.DELETE;
    volume.cfnOptions.updateReplacePolicy = durable ? CfnDeletionPolicy.RETAIN : CfnDeletionPolicy.DELETE;
    const volumeId = volume.attrVolumeId;
    const clusterName = cluster.ref;
    const { profile } = new HostRole(this, 'Role', {
      clusterName,
      clusterArn: cluster.attrArn,
      volumeId,
      workloadName,
    });
    const groupId = 'Group';
    this.group = new CfnAutoScalingGroup(this, groupId, {
      minSize: '1',
      maxSize: '1',
      vpcZoneIdentifier: [subnet.subnetId],
    });
    const template = new CfnLaunchTemplate(this, 'Template', {
      launchTemplateData: {
        imageId: `resolve:ssm:${imageParameter(props.instanceType)}`,
        instanceType: props.instanceType,
        // Without it a host that shuts itself down would be stopped, and keep its disk.
        // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_ChangingInstanceInitiatedShutdownBehavior.html
        instanceInitiatedShutdownBehavior: 'terminate',
        iamInstanceProfile: { arn: profile.attrArn },
        securityGroupIds: [securityGroup.securityGroupId],
        metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 1 },
        blockDeviceMappings: [{ deviceName: '/dev/xvda', ebs: { encrypted: true, volumeType: 'gp3', volumeSize: 30 } }],
        monitoring: { enabled: true },
        userData: hostUserData({ clusterName, volumeId, group: Stack.of(this).getLogicalId(this.group) }),
      },
    });
    this.group.launchTemplate = {
      launchTemplateId: template.ref,
      version: template.attrLatestVersionNumber,
    };
    const signal = `PT${signalMinutes}M`;
    this.group.cfnOptions.creationPolicy = { resourceSignal: { count: 1, timeout: signal } };
    // The volume can be with one host only: the old one goes before the new one comes.
    this.group.cfnOptions.updatePolicy = {
      autoScalingRollingUpdate: {
        minInstancesInService: 0,
        maxBatchSize: 1,
        waitOnResourceSignals: true,
        pauseTime: signal,
        suspendProcesses: ['AZRebalance', 'ReplaceUnhealthy', 'ScheduledActions'],
      },
    };
    this.group.node.addDependency(...props.ways);
    acknowledge(this.group, {
      'AwsSolutions-AS3': 'A group of one: that its one machine goes and comes back is in the alarm of the loader',
    });
  }
}

/** AWS's newest image for container hosts, looked up when a host comes up. Processors of AWS's own have another. */
function imageParameter(instanceType: string): string {
  const isArm = new InstanceType(instanceType).architecture === InstanceArchitecture.ARM_64;
  return `/aws/service/ecs/optimized-ami/amazon-linux-2023${isArm ? '/arm64' : ''}/recommended/image_id`;
}
