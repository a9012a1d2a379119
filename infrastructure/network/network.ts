import { Fn, RemovalPolicy } from 'aws-cdk-lib';
import {
  CfnEIP,
  CfnInternetGateway,
  CfnNatGateway,
  CfnRoute,
  CfnRouteTable,
  CfnSubnet,
  CfnSubnetRouteTableAssociation,
  CfnVPC,
  CfnVPCEndpoint,
  CfnVPCGatewayAttachment,
  type ISubnet,
  type IVpc,
  Subnet,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Construct, type IDependable } from 'constructs';
import { acknowledge } from '../acknowledge.ts';

export interface NetworkProps {
  /** `10.0.0.0/16` */
  readonly cidr: string;
  /** In how many availability zones there is a private subnet: 1 to 3. */
  readonly zones: number;
  /** Whether what is in the private subnets may call out, by one NAT gateway. */
  readonly callsOut: boolean;
  /** Whether something in the private subnets stays when the stack is deleted: as long as it is there, so are they. */
  readonly outlivesStack: boolean;
}

/** An address range for each subnet that never moves, however many zones there are. */
const privateThird = (zone: number) => `${zone * 16}.0/20`;
const publicThird = '240.0/24';

/**
 * Private subnets, none of whose machines has a public address or can be reached from outside. S3 and DynamoDB are
 * reached by gateway endpoints, which cost nothing; everything else by a NAT gateway: a container host alone would need
 * interface endpoints for ecs, ecs-agent, ecs-telemetry, ecr.api, ecr.dkr, logs, secretsmanager, ec2 and cloudformation,
 * which together cost twice as much ($7.30 each and zone; a NAT gateway $32.85), and none of them reaches the registry
 * that ClickHouse publishes its image in.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html
 */
export class Network extends Construct {
  readonly vpc: IVpc;
  readonly privateSubnets: readonly ISubnet[];
  /** What has to be there before a machine in a private subnet can call anybody, and until it calls nobody any more. */
  readonly ways: readonly IDependable[];

  constructor(scope: Construct, id: string, { cidr, zones, callsOut, outlivesStack }: NetworkProps) {
    super(scope, id);
    const prefix = cidr.split('.').slice(0, 2).join('.');
    const vpc = new CfnVPC(this, 'Vpc', { cidrBlock: cidr, enableDnsSupport: true, enableDnsHostnames: true });
    acknowledge(vpc, {
      'AwsSolutions-VPC7':
        'Who may talk to whom is in the security groups; flow logs of every insert cost more than they tell',
    });
    const vpcId = vpc.attrVpcId;
    const routes = new CfnRouteTable(this, 'PrivateRoutes', { vpcId });
    const routeTableId = routes.attrRouteTableId;
    const subnets = Array.from({ length: zones }, (_, zone) =>
      this.#subnet(vpcId, zone, `${prefix}.${privateThird(zone)}`),
    );
    const associations = subnets.map(
      ({ attrSubnetId: subnetId }, zone) =>
        new CfnSubnetRouteTableAssociation(this, `PrivateRoutes${zone}`, { routeTableId, subnetId }),
    );
    if (outlivesStack) {
      for (const kept of [vpc, ...subnets]) kept.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    }
    const endpoints = ['s3', 'dynamodb'].map(
      (service) =>
        new CfnVPCEndpoint(this, `Endpoint-${service}`, {
          vpcId,
          vpcEndpointType: 'Gateway',
          serviceName: Fn.sub(`com.amazonaws.\${AWS::Region}.${service}`),
          routeTableIds: [routeTableId],
        }),
    );
    this.ways = [
      ...associations,
      ...endpoints,
      ...(callsOut ? [this.#nat(vpcId, routeTableId, `${prefix}.${publicThird}`)] : []),
    ];
    this.vpc = Vpc.fromVpcAttributes(this, 'Imported', { vpcId, availabilityZones: subnets.map(zoneOf) });
    this.privateSubnets = subnets.map((subnet, zone) =>
      Subnet.fromSubnetAttributes(this, `Imported${zone}`, {
        subnetId: subnet.attrSubnetId,
        availabilityZone: zoneOf(subnet),
        routeTableId,
      }),
    );
  }

  #subnet(vpcId: string, zone: number, cidrBlock: string, name = `Private${zone}`): CfnSubnet {
    return new CfnSubnet(this, name, { vpcId, cidrBlock, availabilityZone: Fn.select(zone, Fn.getAzs()) });
  }

  /** The only thing with a public address: connections go out by it, none come in. */
  #nat(vpcId: string, privateRoutes: string, publicRange: string): IDependable {
    const { attrInternetGatewayId: gatewayId } = new CfnInternetGateway(this, 'Internet');
    const attachment = new CfnVPCGatewayAttachment(this, 'InternetAttachment', {
      vpcId,
      internetGatewayId: gatewayId,
    });
    const { attrSubnetId: subnetId } = this.#subnet(vpcId, 0, publicRange, 'Public');
    const { attrRouteTableId: routeTableId } = new CfnRouteTable(this, 'PublicRoutes', { vpcId });
    new CfnSubnetRouteTableAssociation(this, 'PublicRoutes0', { routeTableId, subnetId });
    const everywhere = '0.0.0.0/0';
    const outside = new CfnRoute(this, 'ToInternet', { routeTableId, destinationCidrBlock: everywhere, gatewayId });
    outside.addResourceDependency(attachment);
    const address = new CfnEIP(this, 'Address', { domain: 'vpc' });
    address.addResourceDependency(attachment);
    const nat = new CfnNatGateway(this, 'Nat', { subnetId, allocationId: address.attrAllocationId });
    nat.addResourceDependency(outside);
    return new CfnRoute(this, 'ToNat', {
      routeTableId: privateRoutes,
      destinationCidrBlock: everywhere,
      natGatewayId: nat.attrNatGatewayId,
    });
  }
}

function zoneOf(subnet: CfnSubnet): string {
  return subnet.attrAvailabilityZone;
}
