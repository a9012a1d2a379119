import { Aws, type CustomResource } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { CfnApplication } from 'aws-cdk-lib/aws-kinesisanalyticsv2';
import { Construct } from 'constructs';
import { customResource } from '../../lambda/custom-resource.ts';
import { NodeFunction } from '../../lambda/node-function.ts';

export interface StartFlinkProps {
  readonly application: CfnApplication;
  readonly applicationName: string;
  /** What is to run. */
  readonly codeKey: string;
  readonly propertyGroups: readonly CfnApplication.PropertyGroupProperty[];
  readonly logRetentionDays: number;
}

/** CloudFormation makes and updates an application but does not start it; this does, and stops it before it goes. */
export class StartFlink extends Construct {
  readonly start: CustomResource;

  constructor(scope: Construct, id: string, props: StartFlinkProps) {
    super(scope, id);
    const { application, applicationName, codeKey, propertyGroups, logRetentionDays } = props;
    const applicationArn = `arn:${Aws.PARTITION}:kinesisanalytics:${Aws.REGION}:${Aws.ACCOUNT_ID}:application/${applicationName}`;
    const { lambda } = new NodeFunction(this, 'StartFlink', {
      source: 'realtime/start-flink',
      description: 'Starts and stops the Flink application with the deployment',
      environment: {},
      statements: [
        new PolicyStatement({
          actions: [
            'kinesisanalytics:DescribeApplication',
            'kinesisanalytics:StartApplication',
            'kinesisanalytics:StopApplication',
          ],
          resources: [applicationArn],
        }),
      ],
      memoryMiB: 256,
      // An application takes some minutes to start, and more to take a snapshot before it stops.
      timeoutSeconds: 900,
      logRetentionDays,
    });
    this.start = customResource(this, 'Running', {
      resourceType: 'Custom::StartFlink',
      lambda,
      properties: {
        ApplicationName: application.ref,
        CodeKey: codeKey,
        PropertyGroups: propertyGroups.map(({ propertyGroupId, propertyMap }) => ({
          PropertyGroupId: propertyGroupId,
          PropertyMap: propertyMap,
        })),
      },
    });
  }
}
