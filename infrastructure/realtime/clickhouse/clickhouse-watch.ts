import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { FunctionSchedule } from '../../lambda/function-schedule.ts';
import { NodeFunction } from '../../lambda/node-function.ts';
import { type ClickHouseConnection, clickHouseEnvironment, readLogin } from './clickhouse-connection.ts';

export interface ClickHouseWatchProps {
  readonly connection: ClickHouseConnection;
  readonly logRetentionDays: number;
}

/**
 * Asks ClickHouse every five minutes how full its disk is. The server alone knows: of a volume CloudWatch has reads and
 * writes but not what is free. That it does not answer is as much of an alarm.
 */
export class ClickHouseWatch extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, { connection, logRetentionDays }: ClickHouseWatchProps) {
    super(scope, id);
    this.lambda = new NodeFunction(this, 'WatchClickHouse', {
      source: 'realtime/watch-clickhouse',
      description: 'Asks ClickHouse how full its disk is, for the alarms',
      environment: clickHouseEnvironment(connection),
      statements: [readLogin(connection)],
      memoryMiB: 256,
      timeoutSeconds: 30,
      logRetentionDays,
      network: connection.network,
    }).lambda;
    new FunctionSchedule(this, 'Schedule', {
      lambda: this.lambda,
      description: 'Asks how full ClickHouse is',
      expression: 'rate(5 minutes)',
    });
  }
}
