import { createHash } from 'node:crypto';
import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import { type ISecurityGroup, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { type IRole, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnDomain } from 'aws-cdk-lib/aws-opensearchservice';
import { Construct } from 'constructs';
import { acknowledge } from '../../acknowledge.ts';
import type { Network } from '../../network/network.ts';

export interface OpenSearchDomainProps {
  readonly name: string;
  readonly network: Network;
  /** Of the functions that talk to it. */
  readonly clients: ISecurityGroup;
  readonly instanceType: string;
  readonly instanceCount: number;
  /** Per node. */
  readonly volumeGib: number;
  /** May change everything in it, and who may do what. */
  readonly master: IRole;
  readonly durable: boolean;
}

/** In how many zones the nodes stand, the same number in each. */
export function zonesOf(instanceCount: number): 1 | 2 | 3 {
  if (instanceCount % 3 === 0) return 3;
  return instanceCount % 2 === 0 ? 2 : 1;
}

/**
 * A domain's name follows from the deployment's: 3 to 28 lower-case letters, digits and hyphens, so that a long name
 * ends in a part of its hash. It is given, because the domain's own policy names it.
 */
export function domainName(workloadName: string): string {
  const name = workloadName.toLowerCase();
  if (name.length <= 20 && name === workloadName) return `${name}-metrics`;
  return `${name.slice(0, 11)}-${createHash('sha256').update(workloadName).digest('hex').slice(0, 8)}-metrics`;
}

export function domainArn(name: string): string {
  return `arn:${Aws.PARTITION}:es:${Aws.REGION}:${Aws.ACCOUNT_ID}:domain/${name}`;
}

/**
 * OpenSearch Service in the private network: HTTPS alone, encrypted on disk and between nodes, and fine-grained access
 * control whose master is a role: there is no password.
 * https://docs.aws.amazon.com/opensearch-service/latest/developerguide/fgac.html
 */
export class OpenSearchDomain extends Construct {
  readonly domain: CfnDomain;
  readonly url: string;
  /** Per node. */
  readonly volumeGib: number;
  readonly #arn: string;
  readonly #callers = new PolicyDocument();

  constructor(scope: Construct, id: string, props: OpenSearchDomainProps) {
    super(scope, id);
    const { name, network, instanceCount, durable } = props;
    const zones = zonesOf(instanceCount);
    this.#arn = domainArn(name);
    this.volumeGib = props.volumeGib;
    const group = new SecurityGroup(this, 'Group', {
      vpc: network.vpc,
      description: 'OpenSearch',
      allowAllOutbound: false,
    });
    props.clients.connections.allowTo(group, Port.HTTPS, 'OpenSearch');
    this.domain = new CfnDomain(this, 'Domain', {
      domainName: name,
      // What the tests run: the newest of the 2.x line.
      engineVersion: 'OpenSearch_2.19',
      clusterConfig: {
        instanceType: props.instanceType,
        instanceCount,
        dedicatedMasterEnabled: false,
        zoneAwarenessEnabled: zones > 1,
        zoneAwarenessConfig: zones > 1 ? { availabilityZoneCount: zones } : undefined,
      },
      ebsOptions: { ebsEnabled: true, volumeType: 'gp3', volumeSize: props.volumeGib },
      vpcOptions: {
        subnetIds: network.privateSubnets.slice(0, zones).map(({ subnetId }) => subnetId),
        securityGroupIds: [group.securityGroupId],
      },
      encryptionAtRestOptions: { enabled: true },
      nodeToNodeEncryptionOptions: { enabled: true },
      domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: 'Policy-Min-TLS-1-2-PFS-2023-10' },
      advancedSecurityOptions: {
        enabled: true,
        internalUserDatabaseEnabled: false,
        masterUserOptions: { masterUserArn: props.master.roleArn },
      },
      accessPolicies: this.#callers,
      offPeakWindowOptions: { enabled: true },
      softwareUpdateOptions: { autoSoftwareUpdateEnabled: true },
    });
    // With the name of its own, one that were left by a deployment which failed would be in the way of the next.
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html
    const policy = durable ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
    this.domain.applyRemovalPolicy(policy);
    group.applyRemovalPolicy(policy);
    this.domain.cfnOptions.updatePolicy = { enableVersionUpgrade: true };
    const slowLogs = 'Slow logs hold the texts of queries; who looks for slow ones switches them on for as long';
    acknowledge(this.domain, {
      'AwsSolutions-OS3': 'It has no address outside of its network, and two roles may call it',
      'AwsSolutions-OS4':
        'Metrics are some hundred rows a minute: three data nodes elect their master among themselves',
      'AwsSolutions-OS7': 'The number of nodes is the owner’s: one in DEV_MODE, else as many zones as it divides into',
      'AwsSolutions-OS9[LogExport::SEARCH_SLOW_LOGS]': slowLogs,
      'AwsSolutions-OS9[LogExport::INDEX_SLOW_LOGS]': slowLogs,
    });
    this.url = `https://${this.domain.attrDomainEndpoint}`;
  }

  /** Lets a role call the domain at all; what it may do in it is said inside. */
  admit(role: IRole, actions: readonly string[]): void {
    this.#callers.addStatements(
      new PolicyStatement({ principals: [role], actions: [...actions], resources: [`${this.#arn}/*`] }),
    );
  }
}
