import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { diskUsed } from '../../../functions/metrics/clickhouse-disk.ts';
import { FunctionSchedule } from '../../lambda/function-schedule.ts';
import { NodeFunction } from '../../lambda/node-function.ts';
import type { Conditions } from '../../monitoring/condition.ts';
import type { Reporting } from '../../stage-stack.ts';
import { type ClickHouseConnection, clickHouseEnvironment, readLogin } from './clickhouse-connection.ts';

export interface ClickHouseWatchProps {
  readonly connection: ClickHouseConnection;
  readonly logRetentionDays: number;
}

/**
 * Asks ClickHouse every five minutes how full its disk is. The server alone knows: of a volume CloudWatch has reads and
 * writes but not what is free. That it does not answer is as much of an alarm.
 */
export class ClickHouseWatch extends Construct implements Reporting {
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

  get conditions(): Conditions {
    const disk = {
      namespace: 'GameAnalytics',
      dimensions: { Function: this.lambda.functionName },
      metric: diskUsed,
      statistic: 'Maximum',
      severity: 'critical',
    } as const;
    return {
      ClickHouseSilent: {
        ...disk,
        threshold: 0,
        comparison: 'below',
        periods: 3,
        problem: 'ClickHouse has not answered for 15 minutes.',
        action:
          'See the events of its ECS service and its log. A host that is gone is replaced by itself, and its volume goes on there.',
      },
      ClickHouseDiskFull: {
        ...disk,
        threshold: 80,
        periods: 2,
        problem: 'ClickHouse’s volume is four fifths full.',
        action:
          'Deploy a larger CLICKHOUSE_VOLUME_GIB (and then a new host: docs/deploy.md), or a shorter REAL_TIME_RETENTION_DAYS.',
      },
    };
  }
}
