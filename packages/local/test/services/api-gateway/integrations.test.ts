import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../src/service.ts';
import { Bytes } from '../../../src/services/bytes.ts';
import { api, invocationUri, mock, serve, streamArn, World } from './gateway.ts';

const putRecords = 'arn:aws:apigateway:us-east-1:kinesis:action/PutRecords';

function integration(source: object, rest: object = {}): object {
  return api({ 'POST /x/{id}': { 'x-amazon-apigateway-integration': source, ...rest } });
}

function toStream(world: World, source: object = {}): object {
  return integration({
    type: 'aws',
    httpMethod: 'POST',
    uri: putRecords,
    credentials: world.role('sender', 'kinesis:PutRecords'),
    passthroughBehavior: 'never',
    requestParameters: { 'integration.request.header.Content-Type': "'application/x-amz-json-1.1'" },
    requestTemplates: {
      'application/json':
        '{"Records": [#foreach($e in $input.path("$.events")){"Data": "$util.base64Encode($input.json("$.events[$foreach.index]"))", "Key": "$input.params("id")"}#if($foreach.hasNext),#end#end]}',
    },
    responses: {
      '200': {
        statusCode: '200',
        responseParameters: {
          'method.response.header.X-Static': "'yes'",
          'method.response.header.X-Stage': 'context.stage',
          'method.response.header.X-None': 'integration.response.header.none',
        },
        responseTemplates: { 'application/json': '{"failed": $input.path("$.FailedRecordCount")}' },
      },
      default: {
        statusCode: '500',
        responseTemplates: {
          'application/json':
            '#if($input.path("$.__type") == "ThrottlingException")#set($context.responseOverride.status = 503)#set($context.responseOverride.header.Retry-After = "1")#end{"error": "$input.path("$.__type")"}',
        },
      },
    },
    ...source,
  });
}

const events = JSON.stringify({ events: [{ n: 1 }, { n: 2 }] }).replace('"n":2', '"n": 1.10, "m":12345678901234567890');

describe('a service action', () => {
  it('gets what the template makes of the body, every digit as it was sent, with the role', async () => {
    const world = new World();
    const seen: unknown[] = [];
    world.stream = (input, caller) => {
      seen.push(input, caller.arn);
      return { FailedRecordCount: 0, Bytes: new Bytes(Buffer.from('x')) };
    };
    const { send } = await serve(world, toStream(world));
    const answer = await send('POST', '/x/7', { body: events });
    expect([answer.status, answer.json]).toEqual([200, { failed: 0 }]);
    expect(answer.headers.get('x-static')).toBe('yes');
    expect(answer.headers.get('x-stage')).toBe('live');
    expect(answer.headers.get('content-type')).toBe('application/json');
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    expect(seen).toEqual([
      {
        Records: [
          { Data: base64('{"n":1}'), Key: '7' },
          { Data: base64('{"n": 1.10, "m":12345678901234567890}'), Key: '7' },
        ],
      },
      'arn:aws:iam::000000000000:role/sender',
    ]);
  });

  it('that refuses is mapped by its status, and the template may override status and headers', async () => {
    const world = new World();
    world.stream = () => {
      throw new ServiceError('ThrottlingException', 'Rate exceeded', 400);
    };
    const { send } = await serve(world, toStream(world));
    const answer = await send('POST', '/x/7', { body: events });
    expect([answer.status, answer.json]).toEqual([503, { error: 'ThrottlingException' }]);
    expect(answer.headers.get('retry-after')).toBe('1');
  });

  it('that the role may not do is mapped too, and the log names role, action and resource once', async () => {
    const world = new World();
    const { send } = await serve(world, toStream(world, { credentials: world.role('nobody') }));
    const answer = await send('POST', '/x/7', { body: events });
    await send('POST', '/x/7', { body: events });
    expect([answer.status, answer.json]).toEqual([500, { error: 'AccessDeniedException' }]);
    expect(world.logged).toHaveLength(1);
    for (const part of ['role/nobody', 'kinesis:PutRecords', streamArn]) expect(world.logged[0]).toContain(part);
  });

  it('that breaks is an InternalFailure with status 500', async () => {
    const world = new World();
    world.stream = () => {
      throw new Error('ENOSPC: no space left on device');
    };
    const { send } = await serve(world, toStream(world));
    expect(await send('POST', '/x/7', { body: events })).toMatchObject({
      status: 500,
      json: { error: 'InternalFailure' },
    });
    expect(world.logged[0]).toContain('ENOSPC');
  });

  it('that takes too long: 504', async () => {
    const world = new World();
    world.stream = () => new Promise(() => {});
    const { send } = await serve(world, toStream(world, { timeoutInMillis: 50 }));
    const answer = await send('POST', '/x/7', { body: events });
    expect([answer.status, answer.json]).toEqual([504, { message: 'Endpoint request timed out' }]);
  });

  it('gets a SerializationException for a template that makes no JSON', async () => {
    const world = new World();
    const { send } = await serve(world, toStream(world, { requestTemplates: { 'application/json': '{' } }));
    expect((await send('POST', '/x/7', { body: events })).json).toEqual({ error: 'SerializationException' });
  });

  it('is not reached with another content type: 415', async () => {
    const world = new World();
    const { send } = await serve(world, toStream(world));
    const answer = await send('POST', '/x/7', { body: 'a=b', headers: { 'content-type': 'text/plain' } });
    expect([answer.status, answer.json]).toEqual([415, { message: 'Unsupported Media Type' }]);
  });

  it('gets the body as it is where passing through is allowed', async () => {
    const world = new World();
    world.stream = (input) => input;
    const responses = { default: { statusCode: '201' } };
    const { send } = await serve(
      world,
      toStream(world, { requestTemplates: {}, passthroughBehavior: 'when_no_templates', responses }),
    );
    const answer = await send('POST', '/x/7', { body: '{"a":1}', headers: { 'content-type': 'text/plain' } });
    expect([answer.status, answer.text]).toEqual([201, '{"a":1}']);
  });

  it('answers 400 for a body that the template cannot read, and 500 for a template that fails', async () => {
    const world = new World();
    const { send } = await serve(world, toStream(world));
    expect((await send('POST', '/x/7', { body: '{"events":' })).status).toBe(400);
    const override = { 'application/json': '#set($context.requestOverride.header.x = "1"){}' };
    const other = await serve(world, toStream(world, { requestTemplates: override }));
    expect((await other.send('POST', '/x/7', { body: '{}' })).status).toBe(500);
    expect(world.logged.join()).toContain('requestOverride');
  });

  it('answers 500 when no response of the definition fits', async () => {
    const world = new World();
    const { send } = await serve(world, toStream(world, { responses: { '4\\d\\d': { statusCode: '400' } } }));
    expect(await send('POST', '/x/7', { body: events })).toMatchObject({
      status: 500,
      json: { message: 'Internal server error' },
    });
    expect(world.logged.join()).toContain('no integration response for "200"');
  });
});

describe('a Lambda proxy integration', () => {
  const proxy = integration({ type: 'aws_proxy', httpMethod: 'POST', uri: invocationUri('admin') });

  it('hands the request over and answers as the function says', async () => {
    const world = new World();
    let event: Record<string, unknown> = {};
    world.addFunction('admin', (given) => {
      event = given;
      return {
        statusCode: 201,
        headers: { 'X-One': 'a', 'Content-Type': 'text/html' },
        multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] },
        body: 'done',
      };
    });
    const { send } = await serve(world, proxy, { stage: { variables: { color: 'red' } } });
    const answer = await send('POST', '/x/a%20b?q=1&q=2&r=%20', { body: '{"a": 1.0}', headers: { 'X-Mine': 'yes' } });
    expect([answer.status, answer.text, answer.headers.get('x-one')]).toEqual([201, 'done', 'a']);
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(answer.headers.get('content-type')).toBe('text/html');
    expect(event).toMatchObject({
      resource: '/x/{id}',
      path: '/x/a%20b',
      httpMethod: 'POST',
      queryStringParameters: { q: '2', r: ' ' },
      multiValueQueryStringParameters: { q: ['1', '2'], r: [' '] },
      pathParameters: { id: 'a b' },
      stageVariables: { color: 'red' },
      body: '{"a": 1.0}',
      isBase64Encoded: false,
      requestContext: {
        accountId: '000000000000',
        apiId: 'api0000000',
        httpMethod: 'POST',
        identity: { sourceIp: '127.0.0.1', userArn: null },
        path: '/live/x/a%20b',
        protocol: 'HTTP/1.1',
        requestTime: '26/Jan/2026:21:45:50 +0000',
        requestTimeEpoch: 1769463950000,
        resourcePath: '/x/{id}',
        stage: 'live',
      },
    });
    expect(event.headers).toMatchObject({ 'X-Mine': 'yes' });
  });

  it('has null where a request has nothing', async () => {
    const world = new World();
    let event: Record<string, unknown> = {};
    world.addFunction('admin', (given) => {
      event = given;
      return {};
    });
    const { send } = await serve(
      world,
      api({ 'GET /': { 'x-amazon-apigateway-integration': { type: 'aws_proxy', uri: invocationUri('admin') } } }),
    );
    expect((await send('GET', '')).status).toBe(200);
    expect(event).toMatchObject({
      path: '/',
      body: null,
      queryStringParameters: null,
      pathParameters: null,
      stageVariables: null,
    });
  });

  it('decodes a body in base64', async () => {
    const world = new World();
    world.addFunction('admin', () => ({ statusCode: 200, body: 'aMOpbGxv', isBase64Encoded: true }));
    const { send } = await serve(world, proxy);
    expect((await send('POST', '/x/1')).text).toBe('héllo');
  });

  it.each([
    ['no JSON', 'text'],
    ['a text', '"text"'],
    ['null', null],
    ['something else', { hello: 'world' }],
    ['a status that is none', { statusCode: 'ok' }],
    ['a body that is an object', { statusCode: 200, body: {} }],
    ['a header that is an object', { statusCode: 200, headers: { a: {} } }],
    ['a multi-value header that is no list', { statusCode: 200, multiValueHeaders: { a: 'b' } }],
  ])('answers 502 for %s', async (_, output) => {
    const world = new World();
    world.addFunction('admin', () => output);
    const { send } = await serve(world, proxy);
    expect(await send('POST', '/x/1')).toMatchObject({ status: 502, json: { message: 'Internal server error' } });
    expect(world.logged.join()).toContain('malformed Lambda proxy response');
  });

  it('answers 502 for a function that fails, and 500 for one that may not be invoked', async () => {
    const world = new World();
    world.addFunction('admin', () => {
      throw new Error('broken');
    });
    const { send } = await serve(world, proxy);
    expect((await send('POST', '/x/1')).status).toBe(502);
    const closed = new World();
    const other = await serve(closed, proxy);
    expect((await other.send('POST', '/x/1')).status).toBe(500);
    expect(closed.logged.join()).toContain('lambda:InvokeFunction');
  });
});

describe('a Lambda integration', () => {
  const definition = integration({
    type: 'aws',
    uri: invocationUri('worker'),
    requestTemplates: { 'application/json': '{"id": "$input.params(\'id\')"}' },
    responses: {
      default: { statusCode: '200', responseTemplates: { 'application/json': '{"got": $input.json("$.id")}' } },
      '.*not found.*': {
        statusCode: '404',
        responseTemplates: { 'application/json': '"$input.path("$.errorMessage")"' },
      },
    },
  });

  it('maps what the function answers, and its errors by their message', async () => {
    const world = new World();
    world.addFunction('worker', ({ id }) => {
      if (id === 'x') throw new Error('app x not found');
      return { id };
    });
    const { send } = await serve(world, definition);
    expect((await send('POST', '/x/1')).json).toEqual({ got: '1' });
    expect(await send('POST', '/x/x')).toMatchObject({ status: 404, json: 'app x not found' });
    expect((await send('POST', '/x/1', { body: 'x', headers: { 'content-type': 'text/plain' } })).json).toMatchObject(
      {},
    );
  });
});

describe('a mock integration', () => {
  it('answers a browser’s OPTIONS with the headers of the definition', async () => {
    const cors = {
      type: 'mock',
      requestTemplates: { 'application/json': '{"statusCode": 204}' },
      responses: {
        '204': {
          statusCode: '204',
          responseParameters: { 'method.response.header.Access-Control-Allow-Origin': "'*'" },
          responseTemplates: { 'application/json': '' },
        },
      },
    };
    const { send } = await serve(new World(), api({ 'OPTIONS /x': { 'x-amazon-apigateway-integration': cors } }));
    const answer = await send('OPTIONS', '/x');
    expect([answer.status, answer.text, answer.headers.get('access-control-allow-origin')]).toEqual([204, '', '*']);
  });

  it.each(['{}', 'x', '[]'])('whose template makes %s is a fault of the definition', async (template) => {
    const source = { type: 'mock', requestTemplates: { 'application/json': template }, responses: {} };
    const world = new World();
    const { send } = await serve(world, api({ 'GET /x': { 'x-amazon-apigateway-integration': source } }));
    expect((await send('GET', '/x')).status).toBe(500);
    expect(world.logged.join()).toContain('statusCode');
  });

  it('whose response template fails: 500', async () => {
    const { send } = await serve(new World(), api({ 'GET /x': mock('#set($context.nothing = 1)') }));
    expect((await send('GET', '/x')).status).toBe(500);
  });
});

describe('an integration that cannot be run stops the start', () => {
  const at = (source: object) => integration({ type: 'mock', responses: {}, ...source });
  it.each([
    [at({ type: 'http' }), 'integration type http not supported'],
    [at({ type: 'aws', uri: 'arn:aws:apigateway:us-east-1:s3:path/bucket' }), 's3:path/bucket not supported'],
    [at({ type: 'aws_proxy', uri: putRecords }), 'names no Lambda function'],
    [at({ passthroughBehavior: 'sometimes' }), 'sometimes'],
    [at({ connectionType: 'VPC_LINK' }), 'VPC_LINK'],
    [at({ credentials: 'arn:aws:iam::*:user/*' }), 'must name a role'],
    [at({ timeoutInMillis: 90_000 }), 'timeoutInMillis'],
    [at({ cacheNamespace: 'x' }), 'cacheNamespace'],
    [at({ requestParameters: { 'integration.request.querystring.a': "'b'" } }), 'integration.request.querystring.a'],
    [at({ requestTemplates: { 'application/json': '#macro(x)#end' } }), 'mapping template'],
    [at({ responses: { default: { statusCode: 'x' } } }), 'statusCode'],
    [at({ responses: { default: { statusCode: '200', contentHandling: 'x' } } }), 'contentHandling'],
    [at({ responses: { default: { statusCode: '200', responseParameters: { a: "'b'" } } } }), ': a not supported'],
    [
      at({
        responses: {
          default: {
            statusCode: '200',
            responseParameters: { 'method.response.header.a': 'integration.response.body.x' },
          },
        },
      }),
      'integration.response.body.x',
    ],
    [api({ 'GET /x': {} }), 'no x-amazon-apigateway-integration'],
    [api({ 'GET /x': mock() }, { 'x-amazon-apigateway-cors': {} }), 'x-amazon-apigateway-cors at #'],
    [{ ...api({}), openapi: undefined, swagger: '2.0' }, 'must be OpenAPI 3.0, not 2.0'],
    [api({ 'GET /x': mock('', { parameters: [{ $ref: '#/components/parameters/x' }] }) }), 'names nothing'],
    [api({ 'GET /x': mock('', { parameters: [{ $ref: 'x.yaml' }] }) }), 'outside of the document'],
    [api({ 'GET /x': mock('', { parameters: {} }) }), 'must be a list'],
  ])('%#', async (definition, message) => {
    await expect(serve(new World(), definition)).rejects.toThrow(message);
  });
});
