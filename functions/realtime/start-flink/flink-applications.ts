import {
  DescribeApplicationCommand,
  type KinesisAnalyticsV2Client,
  ResourceNotFoundException,
  StartApplicationCommand,
  StopApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import type { World } from './start-flink.ts';

/** Managed Flink's API, as far as starting and stopping needs it. */
export function flinkApplications(client: KinesisAnalyticsV2Client): Pick<World, 'status' | 'start' | 'stop'> {
  return {
    async status(ApplicationName) {
      try {
        const { ApplicationDetail } = await client.send(new DescribeApplicationCommand({ ApplicationName }));
        return ApplicationDetail?.ApplicationStatus;
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      }
    },
    async start(ApplicationName, restore) {
      const RunConfiguration = restore
        ? {
            ApplicationRestoreConfiguration: { ApplicationRestoreType: 'RESTORE_FROM_LATEST_SNAPSHOT' as const },
            FlinkRunConfiguration: { AllowNonRestoredState: true },
          }
        : {};
      await client.send(new StartApplicationCommand({ ApplicationName, RunConfiguration }));
    },
    async stop(ApplicationName, Force) {
      await client.send(new StopApplicationCommand({ ApplicationName, Force }));
    },
  };
}
