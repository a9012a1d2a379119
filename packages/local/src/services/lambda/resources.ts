import type { ResourceKind } from '../../resource.ts';
import { awsLambdaEventSourceMapping } from './resources/event-source-mapping.ts';
import { awsLambdaFunction } from './resources/function.ts';
import { awsLambdaPermission } from './resources/permission.ts';

export const lambdaResources: readonly ResourceKind[] = [
  awsLambdaEventSourceMapping,
  awsLambdaFunction,
  awsLambdaPermission,
];
