import type { ResourceKind } from '../../resource.ts';
import { awsApigatewayAccount } from './resources/account.ts';
import { awsApigatewayDeployment } from './resources/deployment.ts';
import { awsApigatewayRestApi } from './resources/rest-api.ts';
import { awsApigatewayStage } from './resources/stage.ts';

export const apiGatewayResources: readonly ResourceKind[] = [
  awsApigatewayAccount,
  awsApigatewayDeployment,
  awsApigatewayRestApi,
  awsApigatewayStage,
];
