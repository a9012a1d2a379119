import {
  type ApplicationDetail,
  DescribeApplicationCommand,
  type KinesisAnalyticsV2Client,
  ResourceNotFoundException,
  StartApplicationCommand,
  StopApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import type { Application, Dependencies } from './start-flink.ts';

/** Managed Flink's API, as far as starting and stopping needs it. */
export function flinkApplications(client: KinesisAnalyticsV2Client): Pick<Dependencies, 'find' | 'start' | 'stop'> {
  return {
    async find(ApplicationName) {
      try {
        const { ApplicationDetail } = await client.send(new DescribeApplicationCommand({ ApplicationName }));
        return ApplicationDetail && applicationOf(ApplicationDetail);
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

/** https://docs.aws.amazon.com/managed-flink/latest/apiv2/API_ApplicationDetail.html */
function applicationOf(detail: ApplicationDetail): Application {
  const configuration = detail.ApplicationConfigurationDescription;
  const code = configuration?.ApplicationCodeConfigurationDescription?.CodeContentDescription;
  const groups = configuration?.EnvironmentPropertyDescriptions?.PropertyGroupDescriptions ?? [];
  return {
    status: detail.ApplicationStatus ?? 'unknown',
    codeKey: code?.S3ApplicationCodeLocationDescription?.FileKey,
    propertyGroups: groups.map(({ PropertyGroupId = '', PropertyMap = {} }) => ({ PropertyGroupId, PropertyMap })),
  };
}
