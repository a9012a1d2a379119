import { Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { FunctionNetwork } from '../network/function-network.ts';
import { Network } from '../network/network.ts';
import { zonesOf } from './opensearch/opensearch-domain.ts';
import { isExisting, type RealTimeStores } from './stores.ts';

export interface StoreNetworkProps {
  readonly stores: RealTimeStores;
  /** Of the network. */
  readonly cidr: string;
  readonly durable: boolean;
}

/** The private network of the stores, and the security group of the functions in it. */
export class StoreNetwork extends Construct {
  readonly network: Network;
  readonly functions: FunctionNetwork;

  constructor(scope: Construct, id: string, { stores, cidr, durable }: StoreNetworkProps) {
    super(scope, id);
    const { clickHouse, openSearch } = stores;
    this.network = new Network(this, 'Network', {
      cidr,
      // At least two: functions continue in one when the other fails.
      zones: Math.max(2, openSearch ? zonesOf(openSearch.instanceCount) : 1),
      // OpenSearch alone is reached without leaving the network; ClickHouse's login and image are not.
      callsOut: clickHouse !== undefined,
      outlivesStack: durable && openSearch !== undefined,
    });
    const { vpc, privateSubnets: subnets, ways } = this.network;
    const securityGroup = new SecurityGroup(this, 'Functions', {
      vpc,
      description: 'Functions that reach the real-time stores',
      allowAllOutbound: false,
    });
    securityGroup.addEgressRule(Peer.anyIpv4(), Port.HTTPS, 'AWS');
    const port = clickHouse && isExisting(clickHouse) ? new URL(clickHouse.url).port : '';
    if (port !== '') securityGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(Number(port)), 'ClickHouse');
    this.functions = { vpc, subnets, securityGroup, ways: [...ways, securityGroup] };
  }
}
