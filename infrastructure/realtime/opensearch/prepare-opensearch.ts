import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from '../../acknowledge.ts';
import { NodeFunction } from '../../lambda/node-function.ts';
import type { FunctionNetwork } from '../../network/function-network.ts';

export interface PrepareOpenSearchProps {
  readonly domainArn: string;
  readonly network: FunctionNetwork;
  readonly logRetentionDays: number;
}

/** What the function calls the domain for: templates, policies, roles. */
export const prepareActions = ['es:ESHttpDelete', 'es:ESHttpGet', 'es:ESHttpHead', 'es:ESHttpPost', 'es:ESHttpPut'];

/** The function whose role is the domain's master: it makes index template, retention and the loader's rights. */
export class PrepareOpenSearch extends Construct {
  readonly prepare: NodeFunction;

  constructor(scope: Construct, id: string, { domainArn, network, logRetentionDays }: PrepareOpenSearchProps) {
    super(scope, id);
    const paths = [`${domainArn}/*`];
    this.prepare = new NodeFunction(this, 'PrepareOpenSearch', {
      source: 'realtime/prepare-opensearch',
      description: 'Creates index template, retention and permissions in OpenSearch',
      environment: {},
      statements: [new PolicyStatement({ actions: prepareActions, resources: paths })],
      memoryMiB: 256,
      timeoutSeconds: 600,
      logRetentionDays,
      network,
    });
    acknowledgeWildcards(this.prepare, paths, 'Every path of the one domain');
  }
}
