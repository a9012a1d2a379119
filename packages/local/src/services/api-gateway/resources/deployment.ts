import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import { shortId } from '../definition/short-id.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-deployment.html */
export const awsApigatewayDeployment: ResourceKind = {
  type: 'AWS::ApiGateway::Deployment',
  support: 'Provides an id. Every stage serves the current definition in the template.',
  create(context) {
    const properties = new PropertyReader(context).only('RestApiId', 'Description');
    const id = shortId(`${properties.text('RestApiId')} ${context.physicalName}`, 6);
    return { ref: id, attributes: { DeploymentId: id } };
  },
};
