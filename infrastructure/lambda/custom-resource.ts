import { CustomResource, Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

export interface PreparedProps {
  /** `Custom::StartFlink` */
  readonly resourceType: string;
  readonly lambda: IFunction;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** How long CloudFormation waits for an answer: as long as a function can run, and a little. */
const answerMinutes = 16;

/**
 * A step of the deployment that a function takes (`functions/custom-resource.ts`). CloudFormation invokes it with the
 * rights of whoever deploys, so that it needs no permission.
 */
export function customResource(scope: Construct, id: string, props: PreparedProps): CustomResource {
  const { resourceType, lambda, properties } = props;
  return new CustomResource(scope, id, {
    resourceType,
    serviceToken: lambda.functionArn,
    serviceTimeout: Duration.minutes(answerMinutes),
    properties: { ...properties },
  });
}
