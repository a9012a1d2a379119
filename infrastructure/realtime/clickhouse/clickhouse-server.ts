import { type ISecurityGroup, Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { CfnCluster, CfnService } from 'aws-cdk-lib/aws-ecs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from '../../acknowledge.ts';
import type { Network } from '../../network/network.ts';
import type { Outputs } from '../../outputs.ts';
import type { Reporting } from '../../stage-stack.ts';
import type { BackupPlace } from './clickhouse-backup.ts';
import { balancerPort, ClickHouseBalancer } from './clickhouse-balancer.ts';
import { ClickHouseHost } from './clickhouse-host.ts';
import { ClickHouseSecret } from './clickhouse-secret.ts';
import { ClickHouseTask, containerName, containerPort } from './clickhouse-task.ts';
import { administrator, analyst, loader } from './clickhouse-users.ts';

export interface ClickHouseServerProps {
  readonly workloadName: string;
  readonly network: Network;
  /** Of the functions that talk to it. */
  readonly clients: ISecurityGroup;
  readonly database: string;
  readonly instanceType: string;
  readonly volumeGib: number;
  /** Where the server writes its backups; undefined: it makes none. */
  readonly backups: BackupPlace | undefined;
  readonly durable: boolean;
  readonly logRetentionDays: number;
}

/**
 * ClickHouse as one container on one host of its own, behind a load balancer inside of the network. Who may talk to whom:
 * clients → balancer → server; the host and the server call out by 443 alone, to AWS and to the registry of the image.
 */
export class ClickHouseServer extends Construct implements Reporting {
  readonly url: string;
  readonly certificate: string;
  readonly certificateArn: string;
  /** Of the administrator. */
  readonly secret: ISecret;
  readonly loaderSecret: ISecret;
  readonly analystSecret: ISecret;
  readonly service: CfnService;
  readonly cluster: CfnCluster;

  constructor(scope: Construct, id: string, props: ClickHouseServerProps) {
    super(scope, id);
    const { network, clients, durable, logRetentionDays } = props;
    const { vpc } = network;
    this.secret = new ClickHouseSecret(this, 'Login', {
      username: administrator,
      description: 'User and password of ClickHouse’s administrator',
      durable,
    }).secret;
    this.loaderSecret = new ClickHouseSecret(this, 'LoaderLogin', {
      username: loader,
      description: 'User and password of ClickHouse’s loaders',
      durable,
    }).secret;
    this.analystSecret = new ClickHouseSecret(this, 'AnalystLogin', {
      username: analyst,
      description: 'User and password by which analysts read ClickHouse',
      durable,
    }).secret;
    this.cluster = new CfnCluster(this, 'Cluster');
    acknowledge(this.cluster, {
      'AwsSolutions-ECS4':
        'It holds one container, whose log, disk and loader are watched; Container Insights costs more than that',
    });

    const group = (name: string, description: string) =>
      new SecurityGroup(this, name, { vpc, description, allowAllOutbound: false });
    const hostGroup = group('HostGroup', 'Container host of ClickHouse');
    const balancerGroup = group('BalancerGroup', 'Load balancer of ClickHouse');
    const serverGroup = group('ServerGroup', 'ClickHouse');
    const everywhere = Peer.anyIpv4();
    hostGroup.addEgressRule(everywhere, Port.HTTPS, 'AWS, packages and the registry of the image');
    if (props.backups) serverGroup.addEgressRule(everywhere, Port.HTTPS, 'Backups to S3');
    for (const client of [clients, hostGroup]) {
      client.connections.allowTo(balancerGroup, Port.tcp(balancerPort), 'ClickHouse over TLS');
    }
    balancerGroup.connections.allowTo(serverGroup, Port.tcp(containerPort), 'ClickHouse');

    const host = new ClickHouseHost(this, 'Host', {
      ...props,
      cluster: this.cluster,
      subnet: first(network.privateSubnets),
      ways: network.ways,
      securityGroup: hostGroup,
    });
    const task = new ClickHouseTask(this, 'Task', {
      ...props,
      secret: this.secret,
      loaderSecret: this.loaderSecret,
      analystSecret: this.analystSecret,
    });
    const balancer = new ClickHouseBalancer(this, 'Address', {
      vpc,
      subnets: network.privateSubnets,
      securityGroup: balancerGroup,
      logRetentionDays,
    });
    this.url = balancer.url;
    this.certificate = balancer.certificate;
    this.certificateArn = balancer.certificateArn;
    this.service = new CfnService(this, 'Service', {
      cluster: this.cluster.ref,
      launchType: 'EC2',
      taskDefinition: task.definition.ref,
      desiredCount: 1,
      // Never two servers on one volume: the old one ends before the new one begins.
      deploymentConfiguration: {
        minimumHealthyPercent: 0,
        maximumPercent: 100,
        deploymentCircuitBreaker: { enable: true, rollback: true },
      },
      // A server that was killed reads its parts again before it answers.
      healthCheckGracePeriodSeconds: 600,
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: [first(network.privateSubnets).subnetId],
          securityGroups: [serverGroup.securityGroupId],
        },
      },
      loadBalancers: [{ containerName, containerPort, targetGroupArn: balancer.targets.ref }],
    });
    this.service.addResourceDependency(host.group);
    this.service.addResourceDependency(balancer.listener);
  }

  get outputs(): Outputs {
    return {
      ClickHouseLoaderSecret: {
        description: 'Secret with the username and password of ClickHouse’s loaders',
        value: this.loaderSecret.secretArn,
      },
      ClickHouseAnalystSecret: {
        description: 'Secret with username and password by which analysts read ClickHouse',
        value: this.analystSecret.secretArn,
      },
      ClickHouseCertificate: {
        description: 'Self-signed certificate of ClickHouse in ACM',
        value: this.certificateArn,
      },
      ClickHouseCluster: { description: 'ECS cluster of ClickHouse', value: this.cluster.ref },
    };
  }
}

function first<T>([one]: readonly T[]): T {
  if (one === undefined) throw new Error('the network has no private subnet');
  return one;
}
