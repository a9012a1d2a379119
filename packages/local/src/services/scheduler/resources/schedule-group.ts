import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import type { Scheduler } from '../scheduler.ts';

interface Engines {
  readonly scheduler: Scheduler;
}

export const awsSchedulerScheduleGroup: ResourceKind<Engines> = {
  type: 'AWS::Scheduler::ScheduleGroup',
  support: 'Provides a name and an ARN for schedules. Ignored: Tags.',
  create(context) {
    const name = new PropertyReader(context).only('Name', 'Tags').optionalText('Name') ?? context.physicalName;
    return { ref: name, attributes: { Arn: context.engines.scheduler.groupArn(name), State: 'ACTIVE' } };
  },
};
