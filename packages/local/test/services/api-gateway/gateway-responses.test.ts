import { describe, expect, it } from 'vitest';
import { api, mock, serve, World } from './gateway.ts';

const withResponses = (responses: object) =>
  api(
    { 'GET /x/{id}': mock('{}', { 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } }) },
    { 'x-amazon-apigateway-gateway-responses': responses },
  );

describe('a gateway response', () => {
  it('has the status, headers and body of its definition', async () => {
    const { send } = await serve(
      new World(),
      withResponses({
        MISSING_AUTHENTICATION_TOKEN: {
          statusCode: '404',
          responseParameters: {
            'gatewayresponse.header.Access-Control-Allow-Origin': "'*'",
            'gatewayresponse.header.X-Echo': 'method.request.header.X-Mine',
            'gatewayresponse.header.X-Request': 'context.requestId',
            'gatewayresponse.header.X-Color': 'stageVariables.color',
            'gatewayresponse.header.X-None': 'method.request.querystring.none',
          },
          responseTemplates: {
            'application/json':
              '{"type": "$context.error.responseType", "message": $context.error.messageString, "path": "$context.path", "id": "$method.request.path.id", "q": "$method.request.querystring.q", "color": "$stageVariables.color", "none": "$context.none", "vtl": "#if(true)$util.x"}',
          },
        },
      }),
      { stage: { variables: { color: 'red' } } },
    );
    const answer = await send('GET', '/x/%22a%22?q=%22%0a', { headers: { 'X-Mine': 'yes' } });
    expect(answer.status).toBe(404);
    expect(answer.json).toEqual({
      type: 'MISSING_AUTHENTICATION_TOKEN',
      message: 'Missing Authentication Token',
      path: '/live/x/%22a%22',
      id: '"a"',
      q: '"\n',
      color: 'red',
      none: '',
      vtl: '#if(true)$util.x',
    });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('x-echo')).toBe('yes');
    expect(answer.headers.get('x-request')).toBe(answer.headers.get('x-amzn-requestid'));
    expect(answer.headers.get('x-color')).toBe('red');
    expect(answer.headers.get('x-none')).toBeNull();
  });

  it('that is not defined takes headers and body of DEFAULT_4XX, and keeps its own status', async () => {
    const { send } = await serve(
      new World(),
      withResponses({
        DEFAULT_4XX: { responseTemplates: { 'application/json': '{"error": $context.error.messageString}' } },
      }),
    );
    const answer = await send('GET', '/nowhere');
    expect([answer.status, answer.json]).toEqual([403, { error: 'Missing Authentication Token' }]);
  });

  it('is in the type that the client asks for, if there is one', async () => {
    const responseTemplates = { 'text/plain': 'No: $context.error.message', 'application/json': '{}' };
    const { send } = await serve(new World(), withResponses({ DEFAULT_4XX: { responseTemplates } }));
    const plain = await send('GET', '/nowhere', { headers: { accept: 'text/html, text/plain;q=0.5' } });
    expect([plain.headers.get('content-type'), plain.text]).toEqual(['text/plain', 'No: Missing Authentication Token']);
    expect((await send('GET', '/nowhere')).text).toBe('{}');
  });

  it('cannot be made to carry another header', async () => {
    const parameters = { 'gatewayresponse.header.X-Id': 'method.request.path.id' };
    const { send } = await serve(new World(), withResponses({ DEFAULT_4XX: { responseParameters: parameters } }));
    const answer = await send('GET', '/x/a%0d%0aX-Evil:%201%e2%82%ac');
    expect(answer.headers.get('x-evil')).toBeNull();
    expect(answer.headers.get('x-id')).toBe('aX-Evil: 1?');
  });

  it.each([
    [{ TEAPOT: {} }, 'TEAPOT is not known'],
    [{ THROTTLED: { statusCode: 9 } }, 'statusCode'],
    [{ THROTTLED: { body: '' } }, 'body not supported'],
    [
      { THROTTLED: { responseParameters: { 'method.response.header.x': "'y'" } } },
      'method.response.header.x not supported',
    ],
    [{ THROTTLED: { responseParameters: { 'gatewayresponse.header.x': 'y' } } }, ': y not supported'],
    [{ THROTTLED: { responseTemplates: { 'application/json': 1 } } }, 'must be text'],
  ])('%j stops the start', async (responses, message) => {
    await expect(serve(new World(), withResponses(responses))).rejects.toThrow(message);
  });
});

describe('a throttled method', () => {
  const throttle = { rate: 2, burst: 3 };
  const body = api(
    { 'GET /x/{id}': mock(), 'GET /y': mock() },
    {
      'x-amazon-apigateway-gateway-responses': {
        THROTTLED: { responseParameters: { 'gatewayresponse.header.Retry-After': "'1'" } },
      },
    },
  );

  it.each(['/*', '/~1x~1{id}', '/x~1{id}'])('by %s takes a burst, then its rate', async (resourcePath) => {
    const world = new World();
    const { send } = await serve(world, body, {
      stage: { methodSettings: [{ resourcePath, httpMethod: '*', throttle }] },
    });
    const statuses = async (path: string, count: number) => {
      const answers = [];
      for (let i = 0; i < count; i++) answers.push((await send('GET', path)).status);
      return answers;
    };
    expect(await statuses('/x/1', 4)).toEqual([200, 200, 200, 429]);
    expect(await statuses('/y', 1)).toEqual([200]);
    world.nowMs += 500;
    expect(await statuses('/x/2', 2)).toEqual([200, 429]);
    world.nowMs += 60_000;
    expect(await statuses('/x/2', 4)).toEqual([200, 200, 200, 429]);
    const answer = await send('GET', '/x/1');
    expect([answer.headers.get('retry-after'), answer.json]).toEqual(['1', { message: 'Too Many Requests' }]);
  });

  it('is not throttled without a limit, or by another method’s', async () => {
    const methodSettings = [
      { resourcePath: '/*', httpMethod: '*', throttle: undefined },
      { resourcePath: '/y', httpMethod: 'POST', throttle: { rate: 0, burst: 0 } },
    ];
    const { send } = await serve(new World(), body, { stage: { methodSettings } });
    expect((await send('GET', '/y')).status).toBe(200);
  });
});

describe('the access log', () => {
  const format = JSON.stringify({
    id: '$context.requestId',
    time: '$context.requestTime',
    ip: '$context.identity.sourceIp',
    agent: '$context.identity.userAgent',
    method: '$context.httpMethod',
    resource: '$context.resourcePath',
    status: '$context.status',
    length: '$context.responseLength',
    error: '$context.error.message',
    type: '$context.error.responseType',
    who: '$context.authorizer.principalId',
    integration: '$context.integration.latency',
    waf: '$context.wafResponseCode',
  });

  it('has one line of valid JSON per request, with - for what is not there', async () => {
    const world = new World();
    const accessLog = { logGroup: '/aws/api/access', format };
    const { send, logLines } = await serve(world, api({ 'GET /x': mock() }), { stage: { accessLog } });
    const first = await send('GET', '/x', { headers: { 'user-agent': 'say "hi"\\' } });
    await send('GET', '/y');
    const [one, two, ...more] = await logLines();
    expect(one).toEqual({
      id: first.headers.get('x-amzn-requestid'),
      time: '26/Jan/2026:21:45:50 +0000',
      ip: '127.0.0.1',
      agent: 'say "hi"\\',
      method: 'GET',
      resource: '/x',
      status: '200',
      length: '12',
      error: '-',
      type: '-',
      who: '-',
      integration: expect.stringMatching(/^\d+$/),
      waf: '-',
    });
    expect(two).toMatchObject({ resource: '-', status: '403', type: 'MISSING_AUTHENTICATION_TOKEN', integration: '-' });
    expect(more).toEqual([]);
  });

  it('that cannot be written is told once, and requests are answered', async () => {
    const world = new World();
    const accessLog = { logGroup: 'x'.repeat(300), format };
    const { send, gateway } = await serve(world, api({ 'GET /x': mock() }), { stage: { accessLog } });
    expect((await send('GET', '/x')).status).toBe(200);
    await expect.poll(() => world.logged.length).toBe(1);
    await send('GET', '/x');
    await gateway.close();
    expect(world.logged).toHaveLength(1);
    expect(world.logged[0]).toContain('lines are lost');
  });
});
