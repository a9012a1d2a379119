import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Condition } from './condition.ts';

/** How often a function failed. */
export function functionErrors({
  functionName,
}: IFunction): Pick<Condition, 'namespace' | 'metric' | 'dimensions' | 'statistic'> {
  return {
    namespace: 'AWS/Lambda',
    metric: 'Errors',
    dimensions: { FunctionName: functionName },
    statistic: 'Sum',
  };
}
