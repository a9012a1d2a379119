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
    'rate() and cron() in UTC (without L, W and #) that call a Lambda function as `RoleArn`: cron() runs at the template’s times, rate() after its interval or `--buffer-seconds`, whichever is shorter, counted from the end of the last run. `FlexibleTimeWindow` is its beginning; `RetryPolicy` is for calls that fail, not for functions that do. at(), StartDate, EndDate and other targets stop the run.',
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
