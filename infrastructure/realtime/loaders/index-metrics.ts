import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IStream } from 'aws-cdk-lib/aws-kinesis';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct, type IDependable } from 'constructs';
import { environmentNames } from '../../../functions/realtime/index-metrics/environment.ts';
import { acknowledgeWildcards } from '../../acknowledge.ts';
import { NodeFunction } from '../../lambda/node-function.ts';
import type { Conditions } from '../../monitoring/condition.ts';
import type { FunctionNetwork } from '../../network/function-network.ts';
import type { Outputs } from '../../outputs.ts';
import type { Reporting } from '../../stage-stack.ts';
import { type ClickHouseConnection, clickHouseEnvironment, readLogin } from '../clickhouse/clickhouse-connection.ts';
import { loaderConditions } from './loader-conditions.ts';
import { StoreCheck } from './store-check.ts';
import { failureObjects, loaderTimeoutSeconds, StreamMapping, streamMappingStatements } from './stream-mapping.ts';

export interface IndexMetricsProps {
  readonly metrics: IStream;
  readonly retentionHours: number;
  readonly failures: IBucket;
  /** Undefined: metrics are not kept there. */
  readonly clickHouse: ClickHouseConnection | undefined;
  readonly openSearch: { readonly url: string; readonly domainArn: string } | undefined;
  readonly storeRetentionDays: number;
  readonly network: FunctionNetwork | undefined;
  readonly logRetentionDays: number;
}

/** What the function calls the domain for: bulk requests. */
export const indexActions = ['es:ESHttpPost'];

/** Writes each row of a metric to every store that there is, under its own id: a row that comes again replaces itself. */
export class IndexMetrics extends Construct implements Reporting {
  readonly conditions: Conditions;
  readonly lambda: LambdaFunction;
  readonly role: IRole;
  readonly #mapping: StreamMapping;
  readonly #check: StoreCheck;

  constructor(scope: Construct, id: string, props: IndexMetricsProps) {
    super(scope, id);
    const { metrics, failures, clickHouse, openSearch } = props;
    const stores = [...(clickHouse ? ['CLICKHOUSE'] : []), ...(openSearch ? ['OPENSEARCH'] : [])];
    const index = new NodeFunction(this, 'IndexMetrics', {
      source: 'realtime/index-metrics',
      description: 'Writes metrics to the real-time stores',
      environment: {
        [environmentNames.stores]: stores.join(','),
        [environmentNames.retentionDays]: String(props.storeRetentionDays),
        ...(clickHouse && clickHouseEnvironment(clickHouse)),
        ...(openSearch && { [environmentNames.openSearchUrl]: openSearch.url }),
      },
      statements: [
        ...streamMappingStatements(metrics, failures),
        ...(clickHouse ? [readLogin(clickHouse)] : []),
        ...(openSearch
          ? [new PolicyStatement({ actions: indexActions, resources: [`${openSearch.domainArn}/*`] })]
          : []),
      ],
      memoryMiB: 512,
      timeoutSeconds: loaderTimeoutSeconds,
      logRetentionDays: props.logRetentionDays,
      network: props.network,
    });
    acknowledgeWildcards(
      index,
      failureObjects(failures),
      'Lambda names the files itself that it puts failed records in',
    );
    if (openSearch) acknowledgeWildcards(index, [`${openSearch.domainArn}/*`], 'Every path of the one domain');
    this.lambda = index.lambda;
    this.role = index.role;
    this.#mapping = new StreamMapping(this, 'Metrics', {
      stream: metrics,
      retentionHours: props.retentionHours,
      lambda: index.lambda,
      failures,
    });
    this.conditions = loaderConditions({
      what: 'Metrics',
      logName: 'IndexMetrics',
      functionName: index.lambda.functionName,
      mappingId: this.#mapping.mapping.ref,
      stores: [...(clickHouse ? (['clickhouse'] as const) : []), ...(openSearch ? (['opensearch'] as const) : [])],
    });
    this.#check = new StoreCheck(this, 'Check', index.lambda);
  }

  /** What must be there before the first row is written. */
  after(prepared: IDependable): void {
    for (const each of [this.#mapping.mapping, this.#check]) each.node.addDependency(prepared);
  }

  get outputs(): Outputs {
    return { IndexFunction: { description: 'Function that writes metrics', value: this.lambda.functionName } };
  }
}
