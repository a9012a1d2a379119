import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { api, apiArn, invocationUri, mock, serve, World } from './gateway.ts';

type Event = Record<string, unknown>;

const policy = (Effect: string, Resource: unknown, Condition?: object) => ({
  Version: '2012-10-17',
  Statement: [{ Effect, Action: 'execute-api:Invoke', Resource, ...(Condition && { Condition }) }],
});
const allow = (resource: unknown = '*') => ({ principalId: 'user', policyDocument: policy('Allow', resource) });

function definition(authorizer: object = {}): object {
  const secured = { security: [{ key: [] }] };
  return api(
    {
      'GET /a/{id}': mock(
        '{"who": "$context.authorizer.who", "principal": "$context.authorizer.principalId"}',
        secured,
      ),
      'GET /b': mock('{}', secured),
      'GET /open': mock('{}', { security: [] }),
    },
    {
      security: [{ key: [] }],
      components: {
        securitySchemes: {
          key: {
            type: 'apiKey',
            name: 'Authorization',
            in: 'header',
            'x-amazon-apigateway-authtype': 'custom',
            'x-amazon-apigateway-authorizer': {
              type: 'token',
              authorizerUri: invocationUri('authorize'),
              ...authorizer,
            },
          },
        },
      },
    },
  );
}

/** A world whose authorizer answers with `answer`, and the events it was asked with. */
function worldWith(answer: (event: Event) => unknown) {
  const world = new World();
  const asked: Event[] = [];
  world.addFunction(
    'authorize',
    (event) => {
      asked.push(event);
      return answer(event);
    },
    `${apiArn}/authorizers/*`,
  );
  return { world, asked };
}

const key = (value: string) => ({ headers: { Authorization: value } });

describe('a TOKEN authorizer', () => {
  it('is asked with the token and the method’s ARN, and its context goes on', async () => {
    const { world, asked } = worldWith(() => ({ ...allow(), context: { who: 'me', level: 5, paid: true } }));
    const { send } = await serve(world, definition());
    const answer = await send('GET', '/a/1', key('secret'));
    expect([answer.status, answer.json]).toEqual([200, { who: 'me', principal: 'user' }]);
    expect(asked).toEqual([{ type: 'TOKEN', authorizationToken: 'secret', methodArn: `${apiArn}/live/GET/a/1` }]);
  });

  it('is not asked without a token: 401', async () => {
    const { world, asked } = worldWith(() => allow());
    const { send } = await serve(world, definition());
    const answer = await send('GET', '/a/1');
    expect([answer.status, answer.json]).toEqual([401, { message: 'Unauthorized' }]);
    expect((await send('GET', '/a/1', key(''))).status).toBe(401);
    expect(asked).toEqual([]);
  });

  it('is not asked with a token that the expression does not fit: 401', async () => {
    const { world, asked } = worldWith(() => allow());
    const { send } = await serve(world, definition({ identityValidationExpression: '[a-z]+' }));
    expect((await send('GET', '/a/1', key('abc1'))).status).toBe(401);
    expect((await send('GET', '/a/1', key('abc'))).status).toBe(200);
    expect(asked).toHaveLength(1);
  });

  it('does not stand before an open method', async () => {
    const { world, asked } = worldWith(() => allow());
    const { send } = await serve(world, definition());
    expect((await send('GET', '/open')).status).toBe(200);
    expect(asked).toEqual([]);
  });

  it.each([
    ['denies', { principalId: 'x', policyDocument: policy('Deny', '*') }, 'explicit deny'],
    ['allows something else', allow(`${apiArn}/live/POST/*`), 'not authorized'],
    [
      'allows under a condition that does not hold',
      { principalId: 'x', policyDocument: policy('Allow', '*', { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }) },
      'not authorized',
    ],
  ])('that %s: 403', async (_, answer, words) => {
    const { world } = worldWith(() => answer);
    const { send } = await serve(world, definition());
    const { status, json } = await send('GET', '/a/1', key('k'));
    expect([status, json]).toEqual([403, { message: expect.stringContaining(words) }]);
  });

  it('that throws Unauthorized: 401', async () => {
    const { world } = worldWith(() => {
      throw new Error('Unauthorized');
    });
    const { send } = await serve(world, definition());
    expect((await send('GET', '/a/1', key('k'))).status).toBe(401);
  });

  it.each([
    [
      'fails',
      () => {
        throw new Error('the table is gone');
      },
      'AuthorizerFailureException',
    ],
    ['answers no JSON', () => 'yes', 'AuthorizerConfigurationException'],
    ['answers nothing', () => null, 'AuthorizerConfigurationException'],
    ['names nobody', () => ({ policyDocument: policy('Allow', '*') }), 'AuthorizerConfigurationException'],
    ['has no policy', () => ({ principalId: 'x' }), 'AuthorizerConfigurationException'],
    [
      'has a policy that cannot be read',
      () => ({ principalId: 'x', policyDocument: { Statement: [{}] } }),
      'AuthorizerConfigurationException',
    ],
    ['puts an object into its context', () => ({ ...allow(), context: { a: {} } }), 'AuthorizerConfigurationException'],
  ])('that %s: 500, and it is asked again', async (_, answer, errorType) => {
    let calls = 0;
    const { world } = worldWith(() => (++calls === 1 ? answer() : allow()));
    const { send } = await serve(world, definition());
    const first = await send('GET', '/a/1', key('k'));
    expect([first.status, first.text]).toEqual([500, '{"message":null}']);
    expect(first.headers.get('x-amzn-errortype')).toBe(errorType);
    expect((await send('GET', '/a/1', key('k'))).status).toBe(200);
    expect(world.logged.join()).toContain('authorizer key on GET /a/{id}');
    expect(world.logged.join()).not.toContain('"k"');
  });

  it('that API Gateway may not invoke: 500, and the log names why', async () => {
    const world = new World();
    world.addFunction('authorize', () => allow(), 'arn:aws:execute-api:us-east-1:000000000000:other/*');
    const { send } = await serve(world, definition());
    expect((await send('GET', '/a/1', key('k'))).status).toBe(500);
    expect(world.logged.join()).toContain('lambda:InvokeFunction');
  });

  it('is invoked with the role that it names', async () => {
    const world = new World();
    world.functions.set('authorize', () => allow());
    const authorizerCredentials = world.role('invoker', 'lambda:InvokeFunction');
    const { send } = await serve(world, definition({ authorizerCredentials }));
    expect((await send('GET', '/a/1', key('k'))).status).toBe(200);
  });
});

describe('the answer of an authorizer is kept', () => {
  it('for its time, per token, and judged for each method anew', async () => {
    const { world, asked } = worldWith(({ methodArn }) => allow(methodArn));
    const { send } = await serve(world, definition({ authorizerResultTtlInSeconds: 60 }));
    expect((await send('GET', '/a/1', key('k'))).status).toBe(200);
    expect((await send('GET', '/a/1', key('k'))).status).toBe(200);
    expect((await send('GET', '/b', key('k'))).status).toBe(403);
    expect(asked).toHaveLength(1);
    expect((await send('GET', '/b', key('other'))).status).toBe(200);
    world.nowMs += 60_001;
    expect((await send('GET', '/b', key('k'))).status).toBe(200);
    expect(asked).toHaveLength(3);
  });

  it('not at all with a time of 0', async () => {
    const { world, asked } = worldWith(() => allow());
    const { send } = await serve(world, definition({ authorizerResultTtlInSeconds: 0 }));
    await send('GET', '/b', key('k'));
    await send('GET', '/b', key('k'));
    expect(asked).toHaveLength(2);
  });

  it('and asked for once when many come together', async () => {
    let finish = () => {};
    const gate = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { world, asked } = worldWith(async () => {
      await gate;
      return allow();
    });
    const { send } = await serve(world, definition());
    const answers = Array.from({ length: 20 }, () => send('GET', '/b', key('k')));
    await expect.poll(() => asked.length).toBe(1);
    finish();
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(new Array(20).fill(200));
    expect(asked).toHaveLength(1);
  });
});

describe('a REQUEST authorizer', () => {
  const authorizer = { type: 'request', identitySource: 'method.request.header.Authorization, context.path' };

  it('sees the request, and is remembered per identity source', async () => {
    const { world, asked } = worldWith(() => allow());
    const { send } = await serve(world, definition(authorizer));
    expect((await send('GET', '/a/1?q=2', key('k'))).status).toBe(200);
    expect((await send('GET', '/a/1?q=3', key('k'))).status).toBe(200);
    expect((await send('GET', '/a/2', key('k'))).status).toBe(200);
    expect((await send('GET', '/a/2')).status).toBe(401);
    expect(asked).toHaveLength(2);
    expect(asked[0]).toMatchObject({
      type: 'REQUEST',
      methodArn: `${apiArn}/live/GET/a/1`,
      resource: '/a/{id}',
      path: '/a/1',
      httpMethod: 'GET',
      pathParameters: { id: '1' },
      queryStringParameters: { q: '2' },
      requestContext: { stage: 'live', resourcePath: '/a/{id}', identity: { sourceIp: '127.0.0.1' } },
    });
    expect(asked[0]?.headers).toMatchObject({ Authorization: 'k' });
  });
});

describe('a definition that cannot be run stops the start', () => {
  it.each([
    [{ type: 'cognito_user_pools' }, 'COGNITO_USER_POOLS not supported'],
    [{ authorizerUri: 'arn:aws:apigateway:us-east-1:s3:path/x' }, 'names no Lambda function'],
    [{ authorizerResultTtlInSeconds: 4000 }, '0 to 3600'],
    [{ identitySource: 'method.request.body.x' }, 'method.request.body.x not supported'],
    [{ identitySource: 'context.path, context.stage' }, 'one identitySource'],
    [{ type: 'request' }, 'needs an identitySource'],
    [{ providerARNs: [] }, 'providerARNs'],
  ])('%j', async (authorizer, message) => {
    await expect(serve(new World(), definition(authorizer))).rejects.toThrow(message);
  });
});

it('two Authorization headers are refused before anyone takes one of them', async () => {
  const { world, asked } = worldWith(() => allow());
  const { send, port } = await serve(world, definition());
  for (const path of ['/live/a/1', '/live/open']) {
    const sent = request({ port, host: '127.0.0.1', path, headers: { Authorization: ['good', 'bad'] } }).end();
    const [response]: IncomingMessage[] = await once(sent, 'response');
    expect(response?.statusCode).toBe(400);
    expect(response && (await json(response))).toEqual({ message: 'More than one Authorization header' });
  }
  expect(asked).toEqual([]);
  expect((await send('GET', '/a/1', key('good'))).status).toBe(200);
});
