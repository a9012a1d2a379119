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
      description: 'Measures ClickHouse’s disk usage for the alarms',
      environment: clickHouseEnvironment(connection),
      statements: [readLogin(connection)],
      memoryMiB: 256,
      timeoutSeconds: 30,
      logRetentionDays,
      network: connection.network,
    }).lambda;
    new FunctionSchedule(this, 'Schedule', {
      lambda: this.lambda,
      description: 'Measures ClickHouse’s disk usage',
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
          'Read the events of its ECS service and its log. A failed host is replaced automatically, with the same volume.',
      },
      ClickHouseDiskFull: {
        ...disk,
        threshold: 80,
        periods: 2,
        problem: 'ClickHouse’s volume is 80 % full.',
        action:
          'Deploy a larger CLICKHOUSE_VOLUME_GIB and then grow the file system (docs/deploy.md), or deploy a shorter REAL_TIME_RETENTION_DAYS.',
      },
    };
  }
}
