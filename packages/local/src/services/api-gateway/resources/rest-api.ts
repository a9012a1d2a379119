import { errorMessage } from '../../../error-message.ts';
import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import type { Iam } from '../../iam/iam.ts';
import type { ApiGateway } from '../api-gateway.ts';
import { shortId } from '../definition/short-id.ts';

interface Engines {
  readonly apiGateway: ApiGateway;
  readonly iam: Iam;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-restapi.html */
export const awsApigatewayRestApi: ResourceKind<Engines> = {
  type: 'AWS::ApiGateway::RestApi',
  support:
    'Runs `Body` (OpenAPI 3.0 with x-amazon-apigateway extensions) and `Policy`. Ignored: Description, EndpointConfiguration, FailOnWarnings, Mode, Parameters, Tags.',
  create(context) {
    const { physicalName, engines, logicalId } = context;
    const properties = new PropertyReader(context).only(
      'ApiKeySourceType',
      'Body',
      'Description',
      'EndpointConfiguration',
      'FailOnWarnings',
      'Mode',
      'Name',
      'Parameters',
      'Policy',
      'Tags',
    );
    const body = properties.raw('Body');
    if (body === undefined) {
      throw new Error(`${logicalId}: only REST APIs that are defined by their Body are run (see SUPPORT.md)`);
    }
    if ((properties.optionalText('ApiKeySourceType') ?? 'HEADER') !== 'HEADER') {
      throw new Error(`${logicalId}: ApiKeySourceType ${properties.text('ApiKeySourceType')} not supported`);
    }
    const id = shortId(physicalName, 10);
    try {
      engines.apiGateway.createRestApi({
        id,
        body,
        policy: properties.raw('Policy'),
        credentialsOf: (accessKeyId) => engines.iam.credentialsOf(accessKeyId),
      });
    } catch (error) {
      throw new Error(`${logicalId}: ${errorMessage(error)}`, { cause: error });
    }
    return { ref: id, attributes: { RestApiId: id, RootResourceId: shortId(`${id} /`, 10) } };
  },
};
