import { basename } from 'node:path';
import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { FunctionNetwork } from '../network/function-network.ts';
import { bundle, type Files } from './bundle.ts';

export interface NodeFunctionProps {
  /** Folder below functions/: `endpoint/authorize-events`. */
  readonly source: string;
  /** What it reads beside its code. */
  readonly files?: Files;
  readonly description: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMiB: number;
  readonly timeoutSeconds: number;
  readonly logRetentionDays: number;
  readonly statements: readonly PolicyStatement[];
  /** Undefined: it reaches AWS's services and the internet, and nothing private. */
  readonly network?: FunctionNetwork | undefined;
}

/** A function of this project: bundled, traced, with a log group and a role of its own. */
export class NodeFunction extends Construct {
  readonly lambda: LambdaFunction;
  readonly role: Role;
  /** Another one with every change of its code and files: custom resources are run again when it changes. */
  readonly codeVersion: string;

  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    super(scope, id);
    // Logs are no data: they go with the stack, and their retention is the config's.
    const logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.role = role;
    logGroup.grantWrite(role);
    for (const statement of props.statements) role.addToPolicy(statement);
    const { network } = props;
    const code = bundle(props.source, props.files);
    this.codeVersion = basename(code);
    if (network) for (const statement of networkInterfaces()) role.addToPolicy(statement);
    this.lambda = new LambdaFunction(this, 'Function', {
      description: props.description,
      code: Code.fromAsset(code),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMiB,
      timeout: Duration.seconds(props.timeoutSeconds),
      environment: { ...props.environment },
      tracing: Tracing.ACTIVE,
      logGroup,
      role,
      ...(network && {
        vpc: network.vpc,
        vpcSubnets: { subnets: [...network.subnets] },
        securityGroups: [network.securityGroup],
      }),
    });
    if (network) this.lambda.node.addDependency(...network.ways);
    acknowledge(role, {
      'AwsSolutions-IAM5[Resource::*]':
        'X-Ray takes trace segments for no particular resource, and network interfaces have no name before they are made',
    });
  }
}

/**
 * What Lambda does with the function's role to put it into subnets, and the function's own code does not.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
 * https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
 */
function networkInterfaces(): PolicyStatement[] {
  const actions = [
    'ec2:AssignPrivateIpAddresses',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:UnassignPrivateIpAddresses',
  ];
  // Not by the function's own ARN: it is made after its role, which nothing else has.
  const code = `arn:${Aws.PARTITION}:lambda:${Aws.REGION}:${Aws.ACCOUNT_ID}:function:*`;
  return [
    new PolicyStatement({ actions, resources: ['*'] }),
    new PolicyStatement({
      effect: Effect.DENY,
      actions,
      resources: ['*'],
      conditions: { ArnEquals: { 'lambda:SourceFunctionArn': code } },
    }),
  ];
}
