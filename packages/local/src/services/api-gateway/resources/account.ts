import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-account.html */
export const awsApigatewayAccount: ResourceKind = {
  type: 'AWS::ApiGateway::Account',
  support: 'Provides an id. Logs are written without a role.',
  create(context) {
    new PropertyReader(context).only('CloudWatchRoleArn');
    return { ref: context.physicalName, attributes: { Id: context.physicalName } };
  },
};
