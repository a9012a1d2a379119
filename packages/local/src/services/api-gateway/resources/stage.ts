import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import type { ApiGateway } from '../api-gateway.ts';
import type { MethodSetting } from '../handlers/stage-throttle.ts';

interface Engines {
  readonly apiGateway: ApiGateway;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-stage.html */
export const awsApigatewayStage: ResourceKind<Engines> = {
  type: 'AWS::ApiGateway::Stage',
  support:
    'Listens at `http://127.0.0.1:PORT/{StageName}`. Variables and throttling by MethodSettings apply, and the access log is written to `logs/GROUP.log`. Ignored: TracingEnabled, metrics, execution logs, Description, Tags.',
  create(context) {
    const properties = new PropertyReader(context).only(
      'AccessLogSetting',
      'CacheClusterEnabled',
      'DeploymentId',
      'Description',
      'MethodSettings',
      'RestApiId',
      'StageName',
      'Tags',
      'TracingEnabled',
      'Variables',
    );
    const { logicalId, engines } = context;
    if (properties.flag('CacheClusterEnabled', false))
      throw new Error(`${logicalId}: CacheClusterEnabled not supported`);
    const name = properties.text('StageName');
    engines.apiGateway.createStage({
      apiId: properties.text('RestApiId'),
      deploymentId: properties.text('DeploymentId'),
      name,
      variables: textsOf(properties.raw('Variables'), `${logicalId}.Variables`),
      methodSettings: properties
        .items('MethodSettings')
        .map((setting, index) => methodSetting(setting, `${logicalId}.MethodSettings[${index}]`)),
      accessLog: accessLog(properties.object('AccessLogSetting'), logicalId),
    });
    return { ref: name, attributes: {} };
  },
};

function methodSetting(setting: PropertyReader, where: string): MethodSetting {
  setting.only(
    'CachingEnabled',
    'DataTraceEnabled',
    'HttpMethod',
    'LoggingLevel',
    'MetricsEnabled',
    'ResourcePath',
    'ThrottlingBurstLimit',
    'ThrottlingRateLimit',
  );
  if (setting.flag('CachingEnabled', false)) throw new Error(`${where}: CachingEnabled not supported`);
  const rate = setting.raw('ThrottlingRateLimit');
  const burst = setting.raw('ThrottlingBurstLimit');
  if ((rate === undefined) !== (burst === undefined)) {
    throw new Error(`${where}: ThrottlingRateLimit and ThrottlingBurstLimit belong together`);
  }
  return {
    resourcePath: setting.optionalText('ResourcePath') ?? '/*',
    httpMethod: setting.optionalText('HttpMethod') ?? '*',
    throttle: rate === undefined ? undefined : { rate: numberOf(rate, where), burst: numberOf(burst, where) },
  };
}

function accessLog(setting: PropertyReader | undefined, logicalId: string) {
  if (!setting) return undefined;
  setting.only('DestinationArn', 'Format');
  const arn = setting.text('DestinationArn');
  const logGroup = /^arn:[^:]+:logs:[^:]*:[^:]*:log-group:([^:]+)/.exec(arn)?.[1];
  if (logGroup === undefined) throw new Error(`${logicalId}: access log destination ${arn} not supported`);
  return { logGroup, format: setting.text('Format') };
}

function numberOf(value: unknown, where: string): number {
  const number = Number(value);
  if (Number.isFinite(number) && number >= 0) return number;
  throw new Error(`${where}: throttling limits must be numbers, not ${JSON.stringify(value)}`);
}

function textsOf(value: unknown, where: string): Record<string, string> {
  if (value === undefined) return {};
  if (typeof value !== 'object' || value === null) throw new Error(`${where} must be an object`);
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]));
}
