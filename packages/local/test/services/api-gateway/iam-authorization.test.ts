import { Sha256 } from '@aws-crypto/sha256-js';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { describe, expect, it } from 'vitest';
import { api, apiArn, mock, type Served, serve, World } from './gateway.ts';

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const sigv4 = {
  type: 'apiKey',
  name: 'Authorization',
  in: 'header',
  'x-amazon-apigateway-authtype': 'awsSigv4',
};
const body = api(
  {
    'GET /apps': mock('{"arn": "$context.identity.userArn"}', { 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } }),
    'POST /apps/{id}': mock('{}', { security: [{ iam: [] }] }),
    'GET /open': mock('{}', { 'x-amazon-apigateway-auth': { type: 'NONE' } }),
  },
  { components: { securitySchemes: { iam: sigv4 } } },
);

async function signed(
  { port, send }: Served,
  keys: Keys,
  method: string,
  path: string,
  { at = Date.now(), text = '' } = {},
) {
  const url = new URL(`http://127.0.0.1:${port}/live${path}`);
  const signer = new SignatureV4({ credentials: keys, region: 'us-east-1', service: 'execute-api', sha256: Sha256 });
  const { headers } = await signer.sign(
    new HttpRequest({
      method,
      hostname: '127.0.0.1',
      port,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { host: url.host },
      body: text,
    }),
    { signingDate: new Date(at) },
  );
  const { host: _, ...others } = headers;
  return send(method, path, { headers: others, ...(text !== '' && { body: text }) });
}

function world(): World {
  const made = new World();
  made.nowMs = Date.now();
  return made;
}

describe('an AWS_IAM method', () => {
  it('takes a signature of someone who may invoke it', async () => {
    const here = world();
    const served = await serve(here, body);
    const answer = await signed(served, here.iam.adminCredentials(), 'GET', '/apps?MaxResults=10&a=b%20c');
    expect([answer.status, answer.json]).toEqual([200, { arn: 'arn:aws:iam::000000000000:user/admin' }]);
    const admin = here.iam.adminCredentials();
    expect((await signed(served, admin, 'POST', '/apps/a%20b', { text: '{"x": 1}' })).status).toBe(200);
  });

  it('answers 403 without a signature, as MISSING_AUTHENTICATION_TOKEN', async () => {
    const { send } = await serve(world(), body);
    const answer = await send('GET', '/apps');
    expect([answer.status, answer.json]).toEqual([403, { message: 'Missing Authentication Token' }]);
  });

  it('answers 403 for a wrong key, an unknown key, an old signature and a changed body', async () => {
    const here = world();
    const served = await serve(here, body);
    const admin = here.iam.adminCredentials();
    const wrong = await signed(served, { ...admin, secretAccessKey: 'x' }, 'GET', '/apps');
    expect([wrong.status, wrong.headers.get('x-amzn-errortype')]).toEqual([403, 'InvalidSignatureException']);
    const unknown = await signed(served, { ...admin, accessKeyId: 'AKIAUNKNOWN000000000' }, 'GET', '/apps');
    expect([unknown.status, unknown.headers.get('x-amzn-errortype')]).toEqual([403, 'UnrecognizedClientException']);
    const old = await signed(served, admin, 'GET', '/apps', { at: Date.now() - 3_600_000 });
    expect(old.status).toBe(403);
  });

  it('answers 403 to someone who may not, naming action and resource', async () => {
    const here = world();
    const served = await serve(here, body);
    here.iam.createUser('reader', '/');
    const Statement = { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: `${apiArn}/live/GET/*` };
    here.iam.putInlinePolicy('user', 'reader', 'read', { Version: '2012-10-17', Statement });
    const keys = here.iam.createAccessKey('reader');
    expect((await signed(served, keys, 'GET', '/apps')).status).toBe(200);
    const answer = await signed(served, keys, 'POST', '/apps/1');
    expect(answer.status).toBe(403);
    expect(answer.json).toEqual({
      message: expect.stringContaining(`execute-api:Invoke on resource: ${apiArn}/live/POST/apps/1`),
    });
    expect((await signed(served, keys, 'GET', '/open')).status).toBe(200);
  });
});

describe('an API with a policy', () => {
  const statement = (Effect: string, Resource: string) => ({
    Version: '2012-10-17',
    Statement: [{ Effect, Principal: '*', Action: 'execute-api:Invoke', Resource }],
  });

  it('closes what the policy does not open', async () => {
    const { send } = await serve(world(), body, { policy: statement('Allow', 'execute-api:/live/GET/other') });
    expect((await send('GET', '/open')).status).toBe(403);
  });

  it('opens what it allows, and lets whoever signs in', async () => {
    const here = world();
    const served = await serve(here, body, { policy: statement('Allow', 'execute-api:/*') });
    expect((await served.send('GET', '/open')).status).toBe(200);
    here.iam.createUser('guest', '/');
    expect((await signed(served, here.iam.createAccessKey('guest'), 'GET', '/apps')).status).toBe(200);
  });

  it('denies even the administrator', async () => {
    const here = world();
    const served = await serve(here, body, { policy: statement('Deny', 'execute-api:/*') });
    expect((await signed(served, here.iam.adminCredentials(), 'GET', '/apps')).status).toBe(403);
    expect((await served.send('GET', '/open')).json).toEqual({ message: expect.stringContaining('explicit deny') });
  });
});

it.each([
  [{ security: [{ none: [] }] }, 'security scheme none is not defined'],
  [{ security: [{ plain: [] }] }, 'neither awsSigv4 nor a Lambda authorizer'],
  [{ security: [{ iam: [] }, {}] }, 'more than one security requirement'],
  [{ security: [{ iam: [], plain: [] }] }, 'together are not supported'],
  [{ 'x-amazon-apigateway-auth': { type: 'COGNITO' } }, 'COGNITO'],
])('a method with %j stops the start', async (operation, message) => {
  const components = { securitySchemes: { iam: sigv4, plain: { type: 'apiKey', name: 'x-api-key', in: 'header' } } };
  await expect(serve(world(), api({ 'GET /x': mock('', operation) }, { components }))).rejects.toThrow(message);
});
