import type { ISecurityGroup, ISubnet, IVpc } from 'aws-cdk-lib/aws-ec2';
import type { IDependable } from 'constructs';

/** Where a function stands that reaches something in a private network. */
export interface FunctionNetwork {
  readonly vpc: IVpc;
  readonly subnets: readonly ISubnet[];
  readonly securityGroup: ISecurityGroup;
  /** What it calls anybody by: there before the function is, and for as long. */
  readonly ways: readonly IDependable[];
}
