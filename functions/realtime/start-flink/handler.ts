import { setTimeout } from 'node:timers/promises';
import { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { customResource } from '../../custom-resource.ts';
import { flinkApplications } from './flink-applications.ts';
import { type StartProperties, startFlink, type World } from './start-flink.ts';

const world: World = {
  ...flinkApplications(new KinesisAnalyticsV2Client({})),
  now: () => Date.now(),
  sleep: (milliseconds) => setTimeout(milliseconds),
};

export const handler = customResource<StartProperties>((request) => startFlink(request, world));
