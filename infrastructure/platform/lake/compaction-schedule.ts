import { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { ofThisAccount } from '../../iam/of-this-account.ts';

/** Runs the compaction every hour. A call that does not come through is made again by the next one. */
export class CompactionSchedule extends Construct {
  constructor(scope: Construct, id: string, { lambda }: { readonly lambda: LambdaFunction }) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      // https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
      assumedBy: ofThisAccount('scheduler.amazonaws.com'),
    });
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [lambda.functionArn] }));
    new CfnSchedule(this, 'Hourly', {
      description: 'Compacts delivered events',
      scheduleExpression: 'rate(1 hour)',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: lambda.functionArn,
        roleArn: role.roleArn,
        input: JSON.stringify({ all: false }),
        retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 1800 },
      },
    });
  }
}
