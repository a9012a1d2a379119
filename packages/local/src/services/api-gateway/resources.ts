import { awsApigatewayAccount } from './resources/account.ts';
import { awsApigatewayDeployment } from './resources/deployment.ts';
import { awsApigatewayRestApi } from './resources/rest-api.ts';
import { awsApigatewayStage } from './resources/stage.ts';

export const apiGatewayResources = [
  awsApigatewayAccount,
  awsApigatewayDeployment,
  awsApigatewayRestApi,
  awsApigatewayStage,
];
