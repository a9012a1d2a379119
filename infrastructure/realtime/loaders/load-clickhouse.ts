import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IStream } from 'aws-cdk-lib/aws-kinesis';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct, type IDependable } from 'constructs';
import type { Judging } from '../../../functions/event/environment.ts';
import { environmentNames } from '../../../functions/realtime/load-clickhouse/environment.ts';
import { acknowledgeWildcards } from '../../acknowledge.ts';
import { judgingEnvironment } from '../../lambda/judging-environment.ts';
import { NodeFunction } from '../../lambda/node-function.ts';
import type { Conditions } from '../../monitoring/condition.ts';
import type { Outputs } from '../../outputs.ts';
import type { Reporting } from '../../stage-stack.ts';
import { type ClickHouseConnection, clickHouseEnvironment, readLogin } from '../clickhouse/clickhouse-connection.ts';
import { loaderConditions } from './loader-conditions.ts';
import { StoreCheck } from './store-check.ts';
import { failureObjects, loaderTimeoutSeconds, StreamMapping, streamMappingStatements } from './stream-mapping.ts';

export interface LoadClickHouseProps {
  readonly events: IStream;
  readonly retentionHours: number;
  readonly failures: IBucket;
  readonly connection: ClickHouseConnection;
  readonly applications: ITable;
  readonly judging: Judging;
  /** What must be there before the first event is loaded. */
  readonly after: IDependable;
  readonly logRetentionDays: number;
}

/** Inserts events into ClickHouse seconds after they came in, judged as they are judged for the lake. */
export class LoadClickHouse extends Construct implements Reporting {
  readonly lambda: LambdaFunction;
  readonly conditions: Conditions;

  constructor(scope: Construct, id: string, props: LoadClickHouseProps) {
    super(scope, id);
    const { events, failures, connection, applications } = props;
    const load = new NodeFunction(this, 'LoadClickHouse', {
      source: 'realtime/load-clickhouse',
      description: 'Inserts events into ClickHouse',
      environment: {
        [environmentNames.applicationsTable]: applications.tableName,
        ...judgingEnvironment(props.judging),
        ...clickHouseEnvironment(connection),
      },
      statements: [
        ...streamMappingStatements(events, failures),
        new PolicyStatement({ actions: ['dynamodb:BatchGetItem'], resources: [applications.tableArn] }),
        readLogin(connection),
      ],
      // 10,000 events with the rows that are made of them; more memory is also more of a processor.
      memoryMiB: 1024,
      timeoutSeconds: loaderTimeoutSeconds,
      logRetentionDays: props.logRetentionDays,
      network: connection.network,
    });
    acknowledgeWildcards(
      load,
      failureObjects(failures),
      'Lambda names the files itself that it puts failed records in',
    );
    this.lambda = load.lambda;
    const { mapping } = new StreamMapping(this, 'Events', {
      stream: events,
      retentionHours: props.retentionHours,
      lambda: load.lambda,
      failures,
    });
    const check = new StoreCheck(this, 'Check', load.lambda);
    for (const each of [mapping, check]) each.node.addDependency(props.after);
    this.conditions = loaderConditions({
      what: 'Events',
      logName: 'LoadClickHouse',
      functionName: load.lambda.functionName,
      mappingId: mapping.ref,
      stores: ['clickhouse'],
    });
  }

  get outputs(): Outputs {
    return { LoadFunction: { description: 'Function that loads events', value: this.lambda.functionName } };
  }
}
