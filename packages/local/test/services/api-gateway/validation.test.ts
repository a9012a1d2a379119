import { describe, expect, it } from 'vitest';
import { api, mock, serve, World } from './gateway.ts';

const gatewayResponses = {
  'x-amazon-apigateway-gateway-responses': {
    BAD_REQUEST_BODY: {
      statusCode: 400,
      responseTemplates: {
        'application/json': '{"error": "BadRequest", "error_detail": "$context.error.validationErrorString"}',
      },
    },
  },
};

const batch = {
  type: 'object',
  required: ['events'],
  properties: {
    events: { type: 'array', minItems: 1, maxItems: 2, items: { $ref: '#/components/schemas/Event' } },
    kind: { type: 'string', enum: ['a', 'b'] },
    count: { type: 'integer', minimum: 1, maximum: 9, exclusiveMaximum: true },
    name: { type: 'string', minLength: 2, maxLength: 3 },
    at: { type: 'string', format: 'date-time' },
    either: { anyOf: [{ type: 'string' }, { type: 'number' }] },
    one: { oneOf: [{ minimum: 1 }, { minimum: 2 }] },
    never: { not: {} },
    set: { type: 'array', uniqueItems: true },
    closed: { type: 'object', additionalProperties: false, properties: { id: {} } },
    example: { type: 'string' },
    letters: { type: 'string', pattern: '^(a+)+$' },
  },
};

function definition(rest: object = {}): object {
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Batch' } } };
  return api(
    {
      'POST /events': mock('{"ok": true}', {
        requestBody: { content },
        'x-amazon-apigateway-request-validator': 'all',
        parameters: [{ name: 'x-needed', in: 'header', required: true }, { $ref: '#/components/parameters/Page' }],
        ...rest,
      }),
    },
    {
      'x-amazon-apigateway-request-validators': {
        all: { validateRequestBody: true, validateRequestParameters: true },
        body: { validateRequestBody: true, validateRequestParameters: false },
      },
      components: {
        parameters: { Page: { name: 'page', in: 'query', required: true } },
        schemas: {
          Batch: batch,
          Event: {
            type: 'object',
            properties: { event_id: { type: 'string', pattern: '^[0-9a-f]{4}$' } },
            example: { id: 'not a schema', event_id: 5 },
          },
        },
      },
      ...gatewayResponses,
    },
  );
}

const bodyOnly = { 'x-amazon-apigateway-request-validator': 'body' };

it('a pattern of a model takes no longer than the text that it looks at', async () => {
  const { send } = await serve(new World(), definition(bodyOnly));
  const body = JSON.stringify({ events: [{}], letters: `${'a'.repeat(20_000)}!` });
  expect((await send('POST', '/events', { body })).status).toBe(400);
});

describe('a body that does not fit its model gets 400 with a valid JSON body that names what is wrong', () => {
  it.each([
    ['{}', '[object has missing required properties (["events"])]'],
    ['', '[object has missing required properties (["events"])]'],
    ['[]', '[instance type (array) does not match any allowed primitive type (allowed: ["object"])]'],
    ['{"events":[]}', '[/events: array is too short: must have at least 1 elements but instance has 0 elements]'],
    ['{"events":[{},{},{}]}', '[/events: array is too long: must have at most 2 elements but instance has 3 elements]'],
    [
      '{"events":[1]}',
      '[/events/0: instance type (integer) does not match any allowed primitive type (allowed: ["object"])]',
    ],
    [
      '{"events":[{"event_id":"a\\"b"}]}',
      '[/events/0/event_id: ECMA 262 regex "^[0-9a-f]{4}$" does not match input string "a\\"b"]',
    ],
    ['{"events":[{}],"kind":"c"}', '[/kind: instance value ("c") not found in enum (possible values: ["a","b"])]'],
    [
      '{"events":[{}],"count":0}',
      '[/count: numeric instance is lower than the required minimum (minimum: 1, found: 0)]',
    ],
    [
      '{"events":[{}],"count":9}',
      '[/count: numeric instance is greater than the required maximum (maximum: 9, found: 9)]',
    ],
    ['{"events":[{}],"name":"x"}', '[/name: string "x" is too short (length: 1, required minimum: 2)]'],
    ['{"events":[{}],"name":"xxxx"}', '[/name: string "xxxx" is too long (length: 4, maximum allowed: 3)]'],
    ['{"events":[{}],"at":"now"}', '[/at: format: must match format "date-time"]'],
    ['{"events":[{}],"either":null}', '[/either: instance failed to match at least one required schema among 2]'],
    ['{"events":[{}],"one":2}', '[/one: instance failed to match exactly one schema (matched 2 out of 2)]'],
    ['{"events":[{}],"never":2}', '[/never: instance matched a schema which it should not have]'],
    ['{"events":[{}],"set":[1,1]}', '[/set: array must not contain duplicate elements]'],
    [
      '{"events":[{}],"closed":{"x":1}}',
      '[/closed: object instance has properties which are not allowed by the schema: ["x"]]',
    ],
    [
      '{"events":null}',
      '[/events: instance type (null) does not match any allowed primitive type (allowed: ["array"])]',
    ],
  ])('%s: %s', async (body, detail) => {
    const { send } = await serve(new World(), definition(bodyOnly));
    const answer = await send('POST', '/events', { body });
    expect([answer.status, answer.json]).toEqual([400, { error: 'BadRequest', error_detail: detail }]);
  });

  it.each([
    ['truncated JSON', '{"events":[{"event_id":'],
    ['no JSON', 'events=1'],
    ['a byte order mark', '\ufeff{"events":[{}]}'],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
    ['a lone half of a surrogate pair', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
  ])('%s cannot be parsed', async (_, body) => {
    const { send } = await serve(new World(), definition(bodyOnly));
    const answer = await send('POST', '/events', { body });
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({
      error_detail: expect.stringMatching(/^\[Unknown error parsing request body: /),
    });
  });

  it('and stays short, whatever was sent', async () => {
    const { send } = await serve(new World(), definition(bodyOnly));
    const answer = await send('POST', '/events', {
      body: JSON.stringify({ events: [{ event_id: '"'.repeat(100_000) }] }),
    });
    expect(answer.status).toBe(400);
    expect(answer.text.length).toBeLessThan(2000);
    expect(answer.json).toBeDefined();
  });
});

describe('what fits passes', () => {
  it.each([
    ['an event', '{"events":[{"event_id":"00ff"}]}'],
    ['keys of JavaScript’s own', '{"events":[{"__proto__":{"a":1},"constructor":1}],"__proto__":[],"toString":1}'],
    ['nesting a hundred thousand levels deep', `{"events":[{"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}]}`],
  ])('%s', async (_, body) => {
    const { send } = await serve(new World(), definition(bodyOnly));
    expect((await send('POST', '/events', { body })).status).toBe(200);
  });

  it('a body whose content type has no model is not looked at', async () => {
    const { send } = await serve(new World(), definition(bodyOnly));
    const charset = { 'content-type': 'application/json; charset=utf-8' };
    expect((await send('POST', '/events', { body: '{}', headers: charset })).status).toBe(400);
    const text = { 'content-type': 'text/plain' };
    expect((await send('POST', '/events', { body: '{}', headers: text })).status).not.toBe(400);
  });

  it('a method without a validator takes any text', async () => {
    const none = { 'x-amazon-apigateway-request-validator': undefined };
    const { send } = await serve(new World(), definition(none));
    expect((await send('POST', '/events', { body: '{' })).status).toBe(200);
    expect((await send('POST', '/events', { body: Buffer.from([0xff]) })).status).toBe(400);
  });
});

it('names the required parameters that are missing', async () => {
  const { send } = await serve(new World(), definition());
  const answer = await send('POST', '/events', { body: '{"events":[{}]}' });
  expect([answer.status, answer.json]).toEqual([
    400,
    { message: 'Missing required request parameters: [x-needed, page]' },
  ]);
  const complete = await send('POST', '/events?page=1', { body: '{"events":[{}]}', headers: { 'x-needed': 'y' } });
  expect(complete.status).toBe(200);
});

describe('a model that API Gateway would not take stops the start', () => {
  const world = () => new World();
  const withSchema = (schema: object) =>
    api(
      {
        'POST /x': mock('', {
          requestBody: { content: { 'application/json': { schema } } },
          'x-amazon-apigateway-request-validator': 'all',
        }),
      },
      { 'x-amazon-apigateway-request-validators': { all: { validateRequestBody: true } } },
    );

  it.each([
    [{ type: 'string', nullable: true }, 'nullable'],
    [{ $ref: 'https://example.com/x' }, 'https://example.com/x'],
    [{ $ref: '#/components/schemas/None' }, 'None'],
  ])('%j', async (schema, message) => {
    await expect(serve(world(), withSchema(schema))).rejects.toThrow(message);
  });

  it('and so does a validator that is not defined', async () => {
    const operation = mock('', { 'x-amazon-apigateway-request-validator': 'strict' });
    await expect(serve(world(), api({ 'GET /x': operation }))).rejects.toThrow('strict is not defined');
  });
});
