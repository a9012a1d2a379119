import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Judging } from '../../functions/event/environment.ts';
import { environmentNames } from '../../functions/stream/transform-events/environment.ts';
import { judgingEnvironment } from '../lambda/judging-environment.ts';
import { NodeFunction } from '../lambda/node-function.ts';
import type { Conditions } from '../monitoring/condition.ts';
import { functionErrors } from '../monitoring/function-errors.ts';
import type { Reporting } from '../stage-stack.ts';

export interface TransformFunctionProps {
  readonly applications: ITable;
  readonly judging: Judging;
  readonly logRetentionDays: number;
}

/** Judges events and makes rows of them, between Firehose's buffers. */
export class TransformFunction extends Construct implements Reporting {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, { applications, judging, logRetentionDays }: TransformFunctionProps) {
    super(scope, id);
    this.lambda = new NodeFunction(this, 'TransformEvents', {
      source: 'stream/transform-events',
      description: 'Judges events and converts them to rows',
      environment: {
        [environmentNames.applicationsTable]: applications.tableName,
        ...judgingEnvironment(judging),
      },
      statements: [new PolicyStatement({ actions: ['dynamodb:BatchGetItem'], resources: [applications.tableArn] })],
      // Parsing is processor time, of which Lambda gives more with more memory; a batch itself needs little.
      memoryMiB: 1024,
      // Room to repeat a failing look-up with growing pauses before the batch is handed back to Firehose.
      timeoutSeconds: 60,
      logRetentionDays,
    }).lambda;
  }

  get conditions(): Conditions {
    return {
      TransformErrors: {
        ...functionErrors(this.lambda),
        threshold: 5,
        periods: 1,
        severity: 'critical',
        problem: 'Batches of events cannot be transformed.',
        action:
          'Read the log of TransformEvents. Firehose retries, then writes them below the error prefix; gap replay --from failed sends them again.',
      },
      RecordsFail: {
        namespace: 'GameAnalytics',
        metric: 'Events',
        dimensions: { Function: this.lambda.functionName, Outcome: 'failed' },
        statistic: 'Sum',
        threshold: 0,
        periods: 1,
        severity: 'warning',
        problem: 'Records without an event arrive: a producer writes them straight to the stream.',
        action: 'They are below the error prefix. Query the metric failed_by_reason for the cause.',
      },
    };
  }
}
