import type { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';

/**
 * How Firehose calls the transform function. At most 1 MB of records at once: what comes back holds an event twice when
 * it is quarantined, in base64, and a function may answer with 6 MB.
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html
 */
export function lambdaProcessor(functionArn: string, roleArn: string): CfnDeliveryStream.ProcessorProperty {
  const parameters = {
    LambdaArn: functionArn,
    RoleArn: roleArn,
    NumberOfRetries: '3',
    BufferSizeInMBs: '1',
    BufferIntervalInSeconds: '60',
  };
  return {
    type: 'Lambda',
    parameters: Object.entries(parameters).map(([parameterName, parameterValue]) => ({
      parameterName,
      parameterValue,
    })),
  };
}
