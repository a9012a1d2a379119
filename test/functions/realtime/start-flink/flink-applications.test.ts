import { KinesisAnalyticsV2Client, ResourceNotFoundException } from '@aws-sdk/client-kinesis-analytics-v2';
import { expect, it } from 'vitest';
import { flinkApplications } from '../../../../functions/realtime/start-flink/flink-applications.ts';

/** An API that answers `answer` to whatever it is asked, and what it was asked. */
function api(answer: () => unknown) {
  const asked: unknown[] = [];
  const client = new KinesisAnalyticsV2Client({ region: 'us-east-1' });
  const middleware = () => async (call: { input: unknown }) => {
    asked.push(call.input);
    return { output: answer() as never, response: {} };
  };
  client.middlewareStack.add(middleware, { step: 'initialize', priority: 'high' });
  return { applications: flinkApplications(client), asked };
}

/** https://docs.aws.amazon.com/managed-flink/latest/apiv2/API_DescribeApplication.html */
const described = {
  ApplicationDetail: {
    ApplicationName: 'games-metrics',
    ApplicationStatus: 'RUNNING',
    ApplicationVersionId: 3,
    ApplicationVersionRolledBackFrom: 2,
    ApplicationConfigurationDescription: {
      ApplicationCodeConfigurationDescription: {
        CodeContentType: 'ZIPFILE',
        CodeContentDescription: {
          S3ApplicationCodeLocationDescription: { BucketARN: 'arn:aws:s3:::assets', FileKey: 'runner.jar' },
        },
      },
      EnvironmentPropertyDescriptions: {
        PropertyGroupDescriptions: [{ PropertyGroupId: 'pipeline', PropertyMap: { JOB_KEY: 'job.zip' } }],
      },
    },
  },
};

it('finds the status, the code and the runtime properties of an application', async () => {
  expect(await api(() => described).applications.find('games-metrics')).toEqual({
    status: 'RUNNING',
    codeKey: 'runner.jar',
    propertyGroups: [{ PropertyGroupId: 'pipeline', PropertyMap: { JOB_KEY: 'job.zip' } }],
  });
});

it('finds none that is not there', async () => {
  const { applications } = api(() => {
    throw new ResourceNotFoundException({ message: 'no', $metadata: {} });
  });
  expect(await applications.find('games-metrics')).toBeUndefined();
});

it('starts from the latest snapshot, also where a metric of it is gone, or without state', async () => {
  const { applications, asked } = api(() => ({}));
  await applications.start('games-metrics', true);
  await applications.start('games-metrics', false);
  expect(asked).toEqual([
    {
      ApplicationName: 'games-metrics',
      RunConfiguration: {
        ApplicationRestoreConfiguration: { ApplicationRestoreType: 'RESTORE_FROM_LATEST_SNAPSHOT' },
        FlinkRunConfiguration: { AllowNonRestoredState: true },
      },
    },
    { ApplicationName: 'games-metrics', RunConfiguration: {} },
  ]);
});
