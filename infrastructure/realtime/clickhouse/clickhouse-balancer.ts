import { Aws, type CustomResource } from 'aws-cdk-lib';
import type { ISecurityGroup, ISubnet, IVpc } from 'aws-cdk-lib/aws-ec2';
import { CfnListener, CfnLoadBalancer, CfnTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge, acknowledgeWildcards } from '../../acknowledge.ts';
import { customResource } from '../../lambda/custom-resource.ts';
import { NodeFunction } from '../../lambda/node-function.ts';
import { containerPort } from './clickhouse-task.ts';

export interface ClickHouseBalancerProps {
  readonly vpc: IVpc;
  readonly subnets: readonly ISubnet[];
  readonly securityGroup: ISecurityGroup;
  readonly logRetentionDays: number;
}

export const balancerPort = 8443;

/**
 * ClickHouse's address: a load balancer inside of the network that ends TLS. Its certificate is made by a function for
 * the names that AWS gives to load balancers and for nothing else, and handed to ACM; who connects knows it by heart.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/create-tls-listener.html
 */
export class ClickHouseBalancer extends Construct {
  readonly url: string;
  /** PEM of the certificate. */
  readonly certificate: string;
  readonly certificateArn: string;
  readonly targets: CfnTargetGroup;
  readonly listener: CfnListener;

  constructor(scope: Construct, id: string, props: ClickHouseBalancerProps) {
    super(scope, id);
    const issued = this.#issueCertificate(props.logRetentionDays);
    this.certificate = issued.getAttString('Certificate');
    this.certificateArn = issued.getAttString('CertificateArn');
    const balancer = new CfnLoadBalancer(this, 'Balancer', {
      type: 'network',
      scheme: 'internal',
      subnets: props.subnets.map(({ subnetId }) => subnetId),
      securityGroups: [props.securityGroup.securityGroupId],
      loadBalancerAttributes: [
        { key: 'deletion_protection.enabled', value: 'false' },
        // The subnets are in several zones and ClickHouse is in one.
        { key: 'load_balancing.cross_zone.enabled', value: 'true' },
      ],
    });
    acknowledge(balancer, {
      'AwsSolutions-ELB2': 'Nobody from outside gets here; who asked what is in ClickHouse’s own query log',
    });
    this.targets = new CfnTargetGroup(this, 'Targets', {
      vpcId: props.vpc.vpcId,
      targetType: 'ip',
      protocol: 'TCP',
      port: containerPort,
      healthCheckProtocol: 'HTTP',
      healthCheckPath: '/ping',
      healthCheckIntervalSeconds: 10,
      targetGroupAttributes: [{ key: 'deregistration_delay.timeout_seconds', value: '10' }],
    });
    this.listener = new CfnListener(this, 'Listener', {
      loadBalancerArn: balancer.ref,
      port: balancerPort,
      protocol: 'TLS',
      sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      certificates: [{ certificateArn: this.certificateArn }],
      defaultActions: [{ type: 'forward', targetGroupArn: this.targets.ref }],
    });
    this.url = `https://${balancer.attrDnsName}:${balancerPort}`;
  }

  #issueCertificate(logRetentionDays: number): CustomResource {
    const certificates = `arn:${Aws.PARTITION}:acm:${Aws.REGION}:${Aws.ACCOUNT_ID}:certificate/*`;
    const issue = new NodeFunction(this, 'IssueCertificate', {
      source: 'realtime/issue-certificate',
      description: 'Creates the certificate of ClickHouse’s load balancer; its key stays in ACM',
      environment: {},
      statements: [
        new PolicyStatement({
          actions: ['acm:DeleteCertificate', 'acm:GetCertificate', 'acm:ImportCertificate'],
          resources: [certificates],
        }),
      ],
      memoryMiB: 512,
      timeoutSeconds: 60,
      logRetentionDays,
    });
    acknowledgeWildcards(issue, [certificates], 'A certificate has no ARN before it is imported');
    return customResource(this, 'Certificate', {
      resourceType: 'Custom::IssueCertificate',
      lambda: issue.lambda,
      properties: { DomainName: `*.elb.${Aws.REGION}.amazonaws.com`, Version: issue.codeVersion },
    });
  }
}
