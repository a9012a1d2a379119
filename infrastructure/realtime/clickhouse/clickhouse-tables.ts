import type { CustomResource } from 'aws-cdk-lib';
import { Construct, type IDependable } from 'constructs';
import { clickHouseStatements } from '../../../sql/tables/clickhouse/statements.ts';
import { NodeFunction } from '../../lambda/node-function.ts';
import { customResource } from '../custom-resource.ts';
import { type ClickHouseConnection, clickHouseEnvironment, readLogin } from './clickhouse-connection.ts';

export interface ClickHouseTablesProps {
  readonly connection: ClickHouseConnection;
  readonly retentionDays: number;
  /** What must be there before the server can be asked. */
  readonly after: readonly IDependable[];
  readonly logRetentionDays: number;
}

/** Tables and views in ClickHouse, made and brought up to date by the deployment: before anything is loaded. */
export class ClickHouseTables extends Construct {
  readonly prepared: CustomResource;

  constructor(scope: Construct, id: string, props: ClickHouseTablesProps) {
    super(scope, id);
    const { connection, retentionDays, logRetentionDays } = props;
    const { database, cluster } = connection;
    const { lambda, codeVersion } = new NodeFunction(this, 'PrepareClickHouse', {
      source: 'realtime/prepare-clickhouse',
      description: 'Makes the tables and views in ClickHouse',
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
      properties: {
        Statements: JSON.stringify(
          clickHouseStatements({
            database,
            cluster,
            retentionDays,
            metricRetentionDays: retentionDays,
          }),
        ),
        Version: codeVersion,
      },
    });
    this.prepared.node.addDependency(...props.after);
  }
}
