import { setTimeout } from 'node:timers/promises';
import { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { customResource } from '../../custom-resource.ts';
import { flinkApplications } from './flink-applications.ts';
import { type Dependencies, type StartProperties, startFlink } from './start-flink.ts';

const dependencies: Dependencies = {
  ...flinkApplications(new KinesisAnalyticsV2Client({})),
  now: () => Date.now(),
  sleep: (milliseconds) => setTimeout(milliseconds),
};

export const handler = customResource<StartProperties>((request) => startFlink(request, dependencies));
