import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { Sha256 } from '@aws-crypto/sha256-js';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Bytes } from '../../src/services/bytes.ts';
import { decodeCbor, encodeCbor } from '../../src/services/kinesis/cbor.ts';
import { awsAccount, echo } from './aws-account.ts';

interface Call {
  readonly service?: string;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}
type Account = Awaited<ReturnType<typeof awsAccount>>;

const kinesis = echo('kinesis', 'Kinesis_20131202', ['PutRecord', 'Break'], (input, action) => {
  if (action === 'Break') throw new Error('secret path /etc/keys');
  return input;
});
const target = { 'x-amz-target': 'Kinesis_20131202.PutRecord', 'content-type': 'application/x-amz-json-1.1' };

async function sign(
  { url, client }: Account,
  { service = 'kinesis', method = 'POST', path = '/', headers = {}, body }: Call,
) {
  const { hostname, port } = new URL(url);
  const signer = new SignatureV4({ service, region: client.region, credentials: client.credentials, sha256: Sha256 });
  return signer.sign(
    new HttpRequest({ method, hostname, path, headers: { host: `${hostname}:${port}`, ...headers }, body }),
  );
}

async function send(account: Account, call: Call) {
  const { method, path, headers } = await sign(account, call);
  const { host: _, ...rest } = headers;
  const body = typeof call.body === 'string' ? call.body : call.body && new Uint8Array(call.body);
  const answer = await fetch(`${account.url}${path}`, { method, headers: rest, body });
  return { status: answer.status, headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()) };
}

const json = (body: Buffer): unknown => JSON.parse(body.toString());

describe('over HTTP/1.1', () => {
  it('a signed call is answered in the JSON version that it spoke', async () => {
    const account = await awsAccount({ services: [kinesis] });
    for (const version of ['1.0', '1.1']) {
      const headers = { ...target, 'content-type': `application/x-amz-json-${version}` };
      const { status, headers: got, body } = await send(account, { headers, body: '{"a":"ü"}' });
      expect({ status, type: got.get('content-type'), body: json(body) }).toEqual({
        status: 200,
        type: `application/x-amz-json-${version}`,
        body: { a: 'ü' },
      });
      expect(got.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it('CBOR is answered in CBOR, errors too', async () => {
    const answer = ({ Data, n }: Record<string, unknown>) => ({ Data: new Bytes(Data as Buffer), n });
    const account = await awsAccount({ services: [echo('kinesis', 'Kinesis_20131202', ['PutRecord'], answer)] });
    const headers = { ...target, 'content-type': 'application/x-amz-cbor-1.1' };
    const data = Buffer.from([0, 1, 255]);
    const good = await send(account, { headers, body: encodeCbor({ Data: new Bytes(data), n: 1 }) });
    expect(good.headers.get('content-type')).toBe('application/x-amz-cbor-1.1');
    const decoded = decodeCbor(good.body) as { Data: Uint8Array; n: number };
    expect([Buffer.from(decoded.Data), decoded.n]).toEqual([data, 1]);
    const bad = await send(account, { headers, body: Buffer.from([0xff, 0xff]) });
    expect([bad.status, decodeCbor(bad.body)]).toMatchObject([400, { __type: 'SerializationException' }]);
  });

  it.each<[string, Call, number, string]>([
    [
      'an action that is not there',
      { headers: { 'x-amz-target': 'Kinesis_20131202.Fly' }, body: '{}' },
      400,
      'UnknownOperationException',
    ],
    [
      'a name every object has',
      { headers: { 'x-amz-target': 'Kinesis_20131202.toString' }, body: '{}' },
      400,
      'UnknownOperationException',
    ],
    [
      'a service that is not there',
      { headers: { 'x-amz-target': 'Birds.Fly' }, body: '{}' },
      400,
      'UnknownOperationException',
    ],
    ['a body that is no JSON', { headers: target, body: '{"a":' }, 400, 'SerializationException'],
    ['a body that is no object', { headers: target, body: '[1]' }, 400, 'SerializationException'],
    ['another service’s signature', { service: 's3', headers: target, body: '{}' }, 400, 'InvalidSignatureException'],
    [
      'an unforeseen error',
      { headers: { 'x-amz-target': 'Kinesis_20131202.Break' }, body: '{}' },
      500,
      'InternalFailure',
    ],
  ])('%s is refused', async (_, call, status, code) => {
    const account = await awsAccount({ services: [kinesis] });
    const answer = await send(account, call);
    expect([answer.status, json(answer.body)]).toMatchObject([status, { __type: code }]);
    expect(answer.body.toString()).not.toMatch(/secret|\.ts:/);
    expect(account.runtime.lines.join()).toMatch(status === 500 ? /Kinesis_20131202.Break: secret path/ : /^$/);
  });

  it('without a signature nobody gets further', async () => {
    const { url } = await awsAccount({ services: [kinesis] });
    const answers = await Promise.all([
      fetch(url, { method: 'POST', headers: target, body: '{}' }),
      fetch(`${url}/bucket/key`),
      fetch(`${url}/bucket/key`, { method: 'HEAD' }),
      fetch(url, { method: 'POST', body: new URLSearchParams({ Action: 'GetCallerIdentity' }) }),
      fetch(url),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([400, 403, 403, 403, 403]);
    const [asJson, asS3, , asQuery] = await Promise.all(answers.map((answer) => answer.text()));
    expect(asJson).toContain('"__type":"MissingAuthenticationTokenException"');
    expect(asS3).toContain('<Code>AccessDenied</Code>');
    expect(asQuery).toContain('<Code>MissingAuthenticationToken</Code>');
  });

  it('a query without an action, or of a service that is not there, is refused in XML', async () => {
    const account = await awsAccount();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const none = await send(account, { service: 'sts', headers, body: 'Version=1' });
    expect([none.status, none.body.toString()]).toEqual([400, expect.stringContaining('<Code>MissingAction</Code>')]);
    const other = await send(account, { service: 'sns', headers, body: 'Action=Publish' });
    expect(other.body.toString()).toContain('sns.Publish is not supported by the local runtime (see SUPPORT.md)');
  });

  it('a body beyond 16 MiB is refused, announced or not', async () => {
    const account = await awsAccount({ services: [kinesis] });
    const { hostname, port } = new URL(account.url);
    const chunk = Buffer.alloc(1024 * 1024, 'x');
    for (const headers of [{ 'content-length': 17 * chunk.length }, { 'transfer-encoding': 'chunked' }]) {
      const call = httpRequest({ hostname, port, method: 'POST', headers: { ...target, ...headers } });
      call.on('error', () => undefined);
      const answered = once(call, 'response');
      for (let i = 0; i < 17; i++) call.write(chunk);
      const [answer] = await answered;
      expect(answer.statusCode).toBe(413);
      call.destroy();
    }
  });

  it('goes on when a client leaves in the middle of its body', async () => {
    const account = await awsAccount({ services: [kinesis] });
    const { hostname, port } = new URL(account.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST / HTTP/1.1\r\nhost: x\r\nx-amz-target: ${target['x-amz-target']}\r\ncontent-length: 100\r\n\r\nabc`,
    );
    await once(socket, 'connect');
    socket.destroy();
    await once(socket, 'close');
    expect((await send(account, { headers: target, body: '{}' })).status).toBe(200);
    expect(account.runtime.lines).toEqual([]);
  });
});

describe('over HTTP/2 without TLS', () => {
  it('many calls go over one connection', async () => {
    const account = await awsAccount({ services: [kinesis] });
    const session = connectHttp2(account.url);
    onTestFinished(() => session.destroy());
    const answers = [1, 2, 3].map(async (n) => {
      const body = JSON.stringify({ n });
      const { headers } = await sign(account, { headers: target, body });
      const { host, ...rest } = headers;
      const stream = session.request({ ':method': 'POST', ':path': '/', ':authority': host, ...rest });
      stream.end(body);
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk);
      return Buffer.concat(chunks).toString();
    });
    expect(await Promise.all(answers)).toEqual(['{"n":1}', '{"n":2}', '{"n":3}']);
  });
});

describe('connections', () => {
  async function open(url: string): Promise<Socket> {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  }

  it('may send their first bytes one at a time', async () => {
    const { url } = await awsAccount();
    const socket = await open(url);
    socket.setNoDelay(true);
    for (const byte of 'PUT /b/k HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n') {
      await new Promise((resolve) => socket.write(byte, resolve));
    }
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1.1 403/);
  });

  it('that are idle, 1,000 of them, do not stop others', async () => {
    const account = await awsAccount({ services: [kinesis] });
    await Promise.all(Array.from({ length: 1_000 }, () => open(account.url)));
    expect((await send(account, { headers: target, body: '{}' })).status).toBe(200);
    await account.close();
  });

  it('are closed with the endpoint, which gives its port back', async () => {
    const account = await awsAccount({ services: [kinesis] });
    const sockets = await Promise.all([open(account.url), open(account.url)]);
    const http2 = connectHttp2(account.url);
    await once(http2, 'remoteSettings');
    await send(account, { headers: target, body: '{}' });
    const closed = sockets.map((socket) => once(socket.resume(), 'close'));
    await account.close();
    await Promise.all(closed);
    await account.close();
    const { port } = new URL(account.url);
    expect(await account.endpoint.listen(Number(port))).toEqual({ url: account.url });
    await account.endpoint.close();
  });
});

it('the AWS command line works on it', async ({ skip }) => {
  const run = promisify(execFile);
  await run('aws', ['--version']).catch(() => skip('the AWS command line is not installed'));
  const { url, client, dynamodb } = await awsAccount();
  await dynamodb.createTable({
    TableName: 'Things',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  const { accessKeyId, secretAccessKey } = client.credentials;
  const env = {
    PATH: process.env.PATH,
    HOME: '/nonexistent',
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_DEFAULT_REGION: client.region,
  };
  const aws = async (...words: string[]) =>
    JSON.parse((await run('aws', ['--endpoint-url', url, '--output', 'json', ...words], { env })).stdout || 'null');
  expect(await aws('dynamodb', 'list-tables')).toEqual({ TableNames: ['Things'] });
  expect(await aws('sts', 'get-caller-identity')).toMatchObject({ Arn: 'arn:aws:iam::000000000000:user/admin' });
});

describe('names of JavaScript’s own in place of an action', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'Kinesis_20131202.__proto__'];
  const more = [...names, 'Kinesis_20131202.constructor', '__proto__.__proto__', '.', '..', 'Kinesis_20131202.'];

  it.each(more)('X-Amz-Target %s is answered as an unknown operation', async (name) => {
    const account = await awsAccount({ services: [kinesis] });
    const headers = { ...target, 'x-amz-target': name };
    const { status, body } = await send(account, { headers, body: '{"__proto__": {"a": 1}, "constructor": 1}' });
    expect([status, json(body)]).toEqual([400, expect.objectContaining({ __type: 'UnknownOperationException' })]);
  });

  it.each(names)('the action %s of the query protocol is answered', async (name) => {
    const account = await awsAccount();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const { status } = await send(account, { service: 'sts', headers, body: `Action=${name}` });
    expect(status).toBe(400);
  });

  it.each(names)('the service %s of a signature is answered', async (service) => {
    const account = await awsAccount();
    const { status } = await send(account, { service, path: '/', body: '{}' });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
  });

  it.each(['application/x-amz-json-1.0', 'application/x-amz-cbor-1.1', 'text/plain', ''])(
    'and without a signature, as %s, too',
    async (type) => {
      const account = await awsAccount({ services: [kinesis] });
      for (const name of more) {
        const headers = { 'x-amz-target': name, 'content-type': type, __proto__: 'x', constructor: 'y' };
        const answer = await fetch(account.url, { method: 'POST', headers: Object.entries(headers), body: '{}' });
        expect([name, answer.status]).toEqual([name, 400]);
      }
    },
  );
});
