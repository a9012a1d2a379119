import type { ResourceKind } from '../../../resource.ts';
import type { Iam } from '../../iam/iam.ts';
import type { Scheduler } from '../scheduler.ts';

interface Engines {
  readonly iam: Iam;
  readonly scheduler: Scheduler;
}

const schedulerPrincipal = 'scheduler.amazonaws.com';

export const awsSchedulerSchedule: ResourceKind<Engines> = {
  type: 'AWS::Scheduler::Schedule',
  support:
    'Invokes a Lambda function as `RoleArn` by rate() or cron() in UTC (without L, W and #). cron() runs at the template’s times. rate() runs after its interval or `--buffer-seconds`, whichever is shorter, counted from the end of the last run. A `FlexibleTimeWindow` always runs at its start. `RetryPolicy` applies to failed invocations, not to functions that fail. at(), StartDate, EndDate and other targets stop the run.',
  create({ logicalId, properties, physicalName, engines, runtime }) {
    const schedule = engines.scheduler.createSchedule({ logicalId, properties, defaultName: physicalName });
    // https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
    const context = {
      'aws:sourcearn': engines.scheduler.groupArn(schedule.group),
      'aws:sourceaccount': runtime.accountId,
    };
    engines.iam.assume(schedule.target.roleArn, schedulerPrincipal, { context });
    return { ref: schedule.name, attributes: { Arn: schedule.arn } };
  },
};
