import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { FunctionSchedule } from '../../lambda/function-schedule.ts';

/**
 * Calls a loader every minute without records: it asks its stores as itself, with its own login and its own way to them.
 * So what is wrong with them is in its log and its metric, and rings its alarms, before the first record waits for it.
 */
export class StoreCheck extends Construct {
  constructor(scope: Construct, id: string, lambda: LambdaFunction) {
    super(scope, id);
    new FunctionSchedule(this, 'Schedule', {
      lambda,
      description: 'Checks the real-time stores',
      expression: 'rate(1 minute)',
    });
  }
}
