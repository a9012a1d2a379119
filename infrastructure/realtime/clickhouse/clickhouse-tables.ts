import type { CustomResource } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct, type IDependable } from 'constructs';
import { statementsFile } from '../../../functions/realtime/prepare-clickhouse/environment.ts';
import { clickHouseStatements } from '../../../sql/tables/clickhouse/statements.ts';
import { customResource } from '../../lambda/custom-resource.ts';
import { NodeFunction } from '../../lambda/node-function.ts';
import type { Outputs } from '../../outputs.ts';
import type { Reporting } from '../../stage-stack.ts';
import { type ClickHouseConnection, clickHouseEnvironment, readLogin } from './clickhouse-connection.ts';

export interface ClickHouseTablesProps {
  readonly connection: ClickHouseConnection;
  readonly retentionDays: number;
  /** What must be there before the server can be asked. */
  readonly after: readonly IDependable[];
  readonly logRetentionDays: number;
}

/**
 * Tables and views in ClickHouse, made and brought up to date by the deployment: before anything is loaded. The function
 * has the statements beside its code, so that whoever calls it makes again what is missing.
 */
export class ClickHouseTables extends Construct implements Reporting {
  readonly lambda: LambdaFunction;
  readonly prepared: CustomResource;

  constructor(scope: Construct, id: string, props: ClickHouseTablesProps) {
    super(scope, id);
    const { connection, retentionDays, logRetentionDays } = props;
    const { database, cluster } = connection;
    const statements = clickHouseStatements({
      database,
      cluster,
      retentionDays,
      metricRetentionDays: retentionDays,
    });
    const { lambda, codeVersion } = new NodeFunction(this, 'PrepareClickHouse', {
      source: 'realtime/prepare-clickhouse',
      files: { [statementsFile]: JSON.stringify(statements) },
      description: 'Creates the tables and views in ClickHouse',
      environment: clickHouseEnvironment(connection),
      statements: [readLogin(connection)],
      memoryMiB: 512,
      // A server that has just been started needs a while.
      timeoutSeconds: 600,
      logRetentionDays,
      network: connection.network,
    });
    this.prepared = customResource(this, 'Tables', {
      resourceType: 'Custom::PrepareClickHouse',
      lambda,
      properties: { Version: codeVersion },
    });
    this.lambda = lambda;
    this.prepared.node.addDependency(...props.after);
  }

  get outputs(): Outputs {
    return {
      PrepareFunction: {
        description: 'Function that creates missing tables and views in ClickHouse',
        value: this.lambda.functionName,
      },
    };
  }
}
