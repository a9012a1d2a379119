import { awsSchedulerSchedule } from './resources/schedule.ts';
import { awsSchedulerScheduleGroup } from './resources/schedule-group.ts';

export const schedulerResources = [awsSchedulerScheduleGroup, awsSchedulerSchedule];
