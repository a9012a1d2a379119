import type { Runtime } from '../../runtime.ts';
import type { StreamConfiguration } from './configuration.ts';
import { Transformation, type TransformationDependencies } from './transformation.ts';

/** The transformation of a delivery stream; undefined when it has no Lambda processor. */
export function createTransformation(
  configuration: StreamConfiguration,
  { services, region }: Runtime,
  dependencies: TransformationDependencies,
): Transformation | undefined {
  const { processors, prefix } = configuration.destination;
  if (!processors.lambda) return undefined;
  const settings = {
    lambda: processors.lambda,
    deliveryStreamArn: configuration.arn,
    sourceKinesisStreamArn: configuration.kinesis?.streamArn,
    region,
    partitionKeys: prefix.partitionKeys,
  };
  return new Transformation(services, settings, dependencies);
}
