import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { apiDefinition } from '../../../infrastructure/endpoint/api-definition.ts';
import { eventsIntegration } from '../../../infrastructure/endpoint/integrations.ts';
import type { Json } from '../synthesized.ts';

const integrations = {
  administration: { type: 'aws_proxy' },
  events: { type: 'aws' },
  validation: { type: 'aws_proxy', uri: 'validate' },
};
const api: Json = apiDefinition({ integrations, authorizerUri: 'arn:authorizer' });
const integrationKey = 'x-amazon-apigateway-integration';
const validator = 'x-amazon-apigateway-request-validator';
const anyMethod = 'x-amazon-apigateway-any-method';

describe('routes', () => {
  it.each([
    ['post', '/applications', 'iam', 'administration'],
    ['get', '/applications', 'iam', 'administration'],
    ['get', '/applications/{applicationId}', 'iam', 'administration'],
    ['delete', '/applications/{applicationId}', 'iam', 'administration'],
    ['post', '/applications/{applicationId}/authorizations', 'iam', 'administration'],
    ['get', '/applications/{applicationId}/authorizations', 'iam', 'administration'],
    ['get', '/applications/{applicationId}/authorizations/{apiKeyId}', 'iam', 'administration'],
    ['put', '/applications/{applicationId}/authorizations/{apiKeyId}', 'iam', 'administration'],
    ['delete', '/applications/{applicationId}/authorizations/{apiKeyId}', 'iam', 'administration'],
    ['post', '/redshift/setup', 'iam', 'administration'],
    ['post', '/applications/{applicationId}/events', 'gameKey', 'events'],
    ['post', '/applications/{applicationId}/events/validate', 'gameKey', 'validation'],
  ] as const)('%s %s needs %s and is answered by %s', (method, path, scheme, backend) => {
    const operation = api.paths[path][method];
    expect(operation.security).toEqual([{ [scheme]: [] }]);
    expect(operation[integrationKey]).toBe(integrations[backend]);
    expect(operation['x-integration']).toBeUndefined();
  });

  it('maps no header that the answer of the method does not declare: such an import is refused', () => {
    const { responses } = api.paths['/applications/{applicationId}/events'].post;
    const integration: Json = eventsIntegration({ service: 'kinesis', streamName: 's', streamArn: 'a' }, 'r');
    for (const { statusCode, responseParameters } of Object.values<Json>(integration.responses)) {
      for (const name of Object.keys(responseParameters))
        expect(Object.keys(responses[statusCode].headers)).toContain(name.replace('method.response.header.', ''));
    }
  });

  it('events that are only validated have the request model of those that are sent', () => {
    const [sent, validated] = ['events', 'events/validate'].map(
      (end) => api.paths[`/applications/{applicationId}/${end}`].post,
    );
    expect(validated.requestBody).toEqual(sent.requestBody);
    expect(validated[validator]).toBe(sent[validator]);
  });

  it('a preflight of another content type is refused, not broken', () => {
    expect(api.paths['/applications'].options[integrationKey].passthroughBehavior).toBe('never');
  });

  const paths = Object.keys(api.paths).filter((path) => path !== '/' && path !== '/{proxy+}');
  it.each(paths)('%s answers browsers and, by 404, unknown methods', (path) => {
    const { options } = api.paths[path];
    const headers = options[integrationKey].responses.default.responseParameters;
    const own = Object.keys(api.paths[path]).filter((method) => ['get', 'post', 'put', 'delete'].includes(method));
    const allowed = headers['method.response.header.Access-Control-Allow-Methods'].replaceAll("'", '').split(',');
    expect(allowed.sort()).toEqual([...own.map((method) => method.toUpperCase()), 'OPTIONS'].sort());
    expect(headers['method.response.header.Access-Control-Allow-Origin']).toBe("'*'");
    expect(options.security).toBeUndefined();
    expect(api.paths[path][anyMethod][integrationKey].responses.default.statusCode).toBe('404');
  });
  it.each(['/', '/{proxy+}'])('%s is an unknown route', (path) => {
    expect(api.paths[path][anyMethod][integrationKey].responses.default.statusCode).toBe('404');
  });
});

describe('references', () => {
  it('are to schemas that are there, and to nothing else', () => {
    const references = [...JSON.stringify(api).matchAll(/"\$ref":"([^"]*)"/g)].map(([, reference]) => reference ?? '');
    const schemas = Object.keys(api.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect(new Set(references).size).toBeGreaterThan(5);
    expect(references.filter((reference) => !schemas.includes(reference))).toEqual([]);
  });
  it('leave every parameter of a path with its name', () => {
    const { parameters } = api.paths['/applications/{applicationId}/authorizations/{apiKeyId}'];
    expect(parameters.map(({ name }: Json) => name)).toEqual(['applicationId', 'apiKeyId']);
  });
});

describe('the authorizer', () => {
  it('remembers an answer for a minute, by key and path', () => {
    expect(api.components.securitySchemes.gameKey['x-amazon-apigateway-authorizer']).toEqual({
      type: 'request',
      identitySource: 'method.request.header.Authorization, context.path',
      authorizerResultTtlInSeconds: 60,
      authorizerUri: 'arn:authorizer',
    });
  });
});

describe('gateway responses', () => {
  const responses = Object.entries<Json>(api['x-amazon-apigateway-gateway-responses']);
  it.each(responses)('%s is JSON with error and detail, readable by browsers', (_, response) => {
    const template = response.responseTemplates['application/json']
      .replaceAll('$context.error.messageString', '"what \\"it\\" is"')
      .replaceAll('$context.error.validationErrorString', '[what it is]');
    expect(JSON.parse(template)).toEqual({
      error: expect.stringMatching(/^[A-Za-z]+$/),
      error_detail: expect.any(String),
    });
    expect(response.responseParameters['gatewayresponse.header.Access-Control-Allow-Origin']).toBe("'*'");
  });
  it.each([
    ['BAD_REQUEST_BODY', 400, 'BadRequest'],
    ['UNAUTHORIZED', 401, 'Unauthorized'],
    ['ACCESS_DENIED', 403, 'Forbidden'],
    ['MISSING_AUTHENTICATION_TOKEN', 403, 'Forbidden'],
    ['RESOURCE_NOT_FOUND', 404, 'NotFound'],
    ['REQUEST_TOO_LARGE', 413, 'RequestTooLarge'],
    ['UNSUPPORTED_MEDIA_TYPE', 415, 'UnsupportedMediaType'],
    ['THROTTLED', 429, 'TooManyRequests'],
    ['AUTHORIZER_FAILURE', 500, 'InternalError'],
    ['INTEGRATION_TIMEOUT', 503, 'ServiceUnavailable'],
  ])('%s is a %i %s', (type, status, error) => {
    const response = Object.fromEntries(responses)[type];
    expect(response.statusCode).toBe(String(status));
    expect(response.responseTemplates['application/json']).toContain(`"error": "${error}"`);
  });
  it.each(['THROTTLED', 'QUOTA_EXCEEDED', 'INTEGRATION_FAILURE'])(
    '%s says when to come back, to browsers too',
    (type) => {
      const { responseParameters } = Object.fromEntries(responses)[type];
      expect(responseParameters['gatewayresponse.header.Retry-After']).toBe("'1'");
      expect(responseParameters['gatewayresponse.header.Access-Control-Expose-Headers']).toBe("'Retry-After'");
    },
  );
  it('ACCESS_DENIED tells nobody the name of the user, the account or the API', () => {
    const { responseTemplates } = Object.fromEntries(responses).ACCESS_DENIED;
    expect(responseTemplates['application/json'].replace('$context.authorizer.hint', '')).not.toContain('$context');
  });
});

describe('a route without a known backend', () => {
  it('stops with its name', () => {
    expect(() => apiDefinition({ integrations: {}, authorizerUri: '' })).toThrow(
      'get /applications has x-integration administration',
    );
  });
});

describe('templates', () => {
  it('are all there', () => {
    const folder = new URL('../../../infrastructure/endpoint/templates/', import.meta.url);
    expect(readdirSync(folder).sort()).toEqual([
      'firehose-request.vtl',
      'firehose-response.vtl',
      'kinesis-request.vtl',
      'kinesis-response.vtl',
      'service-error.vtl',
    ]);
  });
});
