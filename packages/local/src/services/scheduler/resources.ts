import type { ResourceKind } from '../../resource.ts';
import { awsSchedulerSchedule } from './resources/schedule.ts';
import { awsSchedulerScheduleGroup } from './resources/schedule-group.ts';

export const schedulerResources: readonly ResourceKind[] = [awsSchedulerScheduleGroup, awsSchedulerSchedule];
