import { awsLambdaEventSourceMapping } from './resources/event-source-mapping.ts';
import { awsLambdaFunction } from './resources/function.ts';
import { awsLambdaPermission } from './resources/permission.ts';

export const lambdaResources = [awsLambdaEventSourceMapping, awsLambdaFunction, awsLambdaPermission];
