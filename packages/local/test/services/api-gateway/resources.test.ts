import { describe, expect, it, onTestFinished } from 'vitest';
import type { ResourceContext } from '../../../src/resource.ts';
import { ApiGateway } from '../../../src/services/api-gateway/api-gateway.ts';
import { awsApigatewayAccount } from '../../../src/services/api-gateway/resources/account.ts';
import { awsApigatewayDeployment } from '../../../src/services/api-gateway/resources/deployment.ts';
import { awsApigatewayRestApi } from '../../../src/services/api-gateway/resources/rest-api.ts';
import { awsApigatewayStage } from '../../../src/services/api-gateway/resources/stage.ts';
import { api, mock, World } from './gateway.ts';

const Body = api({ 'GET /x': mock('"$stageVariables.color"') });

function stack() {
  const world = new World();
  const gateway = new ApiGateway(world.runtime);
  onTestFinished(() => gateway.close());
  const engines = { apiGateway: gateway, iam: world.iam };
  const context = (properties: object, physicalName = 'stack-api'): ResourceContext<typeof engines> => ({
    logicalId: 'Resource',
    properties: { ...properties },
    physicalName,
    stack: { name: 'stack', id: 'stack' },
    assets: new Map(),
    engines,
    runtime: world.runtime,
  });
  return { gateway, context };
}

it('an API, its deployment and its stage are served at the stage’s address', async () => {
  const { gateway, context } = stack();
  const rest = await awsApigatewayRestApi.create(
    context({ Name: 'api', Body, EndpointConfiguration: { Types: ['REGIONAL'] } }),
  );
  expect(rest.ref).toMatch(/^[a-z0-9]{10}$/);
  expect(rest.attributes).toEqual({ RestApiId: rest.ref, RootResourceId: expect.stringMatching(/^[a-z0-9]{10}$/) });
  const deployment = await awsApigatewayDeployment.create(context({ RestApiId: rest.ref, Description: 'x' }));
  expect(deployment.attributes).toEqual({ DeploymentId: deployment.ref });
  const stage = await awsApigatewayStage.create(
    context({
      RestApiId: rest.ref,
      DeploymentId: deployment.ref,
      StageName: 'live',
      TracingEnabled: true,
      Variables: { color: 'red' },
      MethodSettings: [
        { ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: 1, ThrottlingBurstLimit: 1, LoggingLevel: 'ERROR' },
        { ResourcePath: '/~1x', HttpMethod: 'POST', DataTraceEnabled: false, MetricsEnabled: true },
      ],
      AccessLogSetting: {
        DestinationArn: 'arn:aws:logs:us-east-1:000000000000:log-group:access',
        Format: '{"status": "$context.status"}',
      },
    }),
  );
  expect(stage).toEqual({ ref: 'live', attributes: {} });
  const account = await awsApigatewayAccount.create(context({ CloudWatchRoleArn: 'arn' }));
  expect(account.ref).toBe('stack-api');
  const { url, port } = await gateway.listen(0);
  expect(url).toBe(`http://127.0.0.1:${port}/live`);
  expect(await (await fetch(`${url}/x`)).json()).toBe('red');
  expect((await fetch(`${url}/x`)).status).toBe(429);
});

it('an API has the same id after a restart, and another one than its neighbour', async () => {
  const id = async (name: string) => (await awsApigatewayRestApi.create(stack().context({ Body }, name))).ref;
  expect(await id('a')).toBe(await id('a'));
  expect(await id('a')).not.toBe(await id('b'));
});

describe('what cannot be run stops the start', () => {
  it.each([
    [awsApigatewayRestApi, { Name: 'x' }, 'defined by their Body'],
    [awsApigatewayRestApi, { Body, BinaryMediaTypes: ['*/*'] }, 'BinaryMediaTypes not supported'],
    [awsApigatewayRestApi, { Body, ApiKeySourceType: 'AUTHORIZER' }, 'AUTHORIZER'],
    [awsApigatewayRestApi, { Body: { openapi: '3.1.0' } }, 'Resource: Body must be OpenAPI 3.0'],
    [awsApigatewayDeployment, { RestApiId: 'x', StageName: 'y' }, 'StageName not supported'],
    [awsApigatewayAccount, { Other: 1 }, 'Other not supported'],
    [awsApigatewayStage, { RestApiId: 'x', DeploymentId: 'y', StageName: 'z' }, 'there is no REST API x'],
    [awsApigatewayStage, { CacheClusterEnabled: true }, 'CacheClusterEnabled'],
    [awsApigatewayStage, { CanarySetting: {} }, 'CanarySetting not supported'],
    [awsApigatewayStage, stage({ MethodSettings: [{ CachingEnabled: true }] }), 'CachingEnabled'],
    [awsApigatewayStage, stage({ MethodSettings: [{ ThrottlingRateLimit: 1 }] }), 'belong together'],
    [
      awsApigatewayStage,
      stage({ MethodSettings: [{ ThrottlingRateLimit: 'x', ThrottlingBurstLimit: 1 }] }),
      'must be numbers',
    ],
    [awsApigatewayStage, stage({ Variables: 'x' }), 'Variables must be an object'],
    [
      awsApigatewayStage,
      stage({ AccessLogSetting: { DestinationArn: 'arn:aws:firehose:x', Format: '' } }),
      'arn:aws:firehose:x',
    ],
  ])('%#', async (kind, properties, message) => {
    await expect(async () => kind.create(stack().context(properties))).rejects.toThrow(message);
  });

  it('two APIs with a stage of the same name', async () => {
    const { context } = stack();
    for (const name of ['a', 'b']) {
      const { ref } = await awsApigatewayRestApi.create(context({ Body }, name));
      const create = async () => awsApigatewayStage.create(context(stage({ RestApiId: ref })));
      if (name === 'a') await create();
      else await expect(create).rejects.toThrow('only one can be served here');
    }
  });
});

function stage(properties: object): object {
  return { RestApiId: 'x', DeploymentId: 'y', StageName: 'live', ...properties };
}
