import { Sha256 } from '@aws-crypto/sha256-js';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { describe, expect, it } from 'vitest';
import { type SignedRequest, type VerifyOptions, verifySignature } from '../../../src/services/iam/sigv4.ts';

const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'a secret' };
const session = { accessKeyId: 'ASIATEST', secretAccessKey: 'another secret', sessionToken: 'a/token+=' };
const at = Date.parse('2026-01-26T21:45:50Z');

interface Sent {
  method?: string;
  path?: string;
  query?: Record<string, string | string[]>;
  headers?: Record<string, string>;
  body?: string;
}

const signer = (service: string, use: typeof credentials = credentials) =>
  new SignatureV4({
    service,
    region: 'us-east-1',
    credentials: use,
    sha256: Sha256,
    uriEscapePath: service !== 's3',
    applyChecksum: true,
  });

const unsigned = ({ method = 'POST', path = '/', query = {}, headers = {}, body = '' }: Sent) =>
  new HttpRequest({
    method,
    hostname: '127.0.0.1',
    path,
    query,
    headers: { host: '127.0.0.1:4566', ...headers },
    body: body || undefined,
  });

const sent = (request: Pick<HttpRequest, 'method' | 'path' | 'headers' | 'query'>, body?: string): SignedRequest => ({
  method: request.method,
  path: request.path,
  query: Object.entries(request.query ?? {})
    .flatMap(([name, value]) =>
      [value ?? ''].flat().map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(one)}`),
    )
    .join('&'),
  headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value])),
  body: body === undefined ? undefined : Buffer.from(body),
});

async function signed(service: string, what: Sent, use = credentials): Promise<SignedRequest> {
  const request = await signer(service, use).sign(unsigned(what), { signingDate: new Date(at) });
  return sent(HttpRequest.clone(HttpRequest.isInstance(request) ? request : new HttpRequest(request)), what.body ?? '');
}

const options = (changes: Partial<VerifyOptions> = {}): VerifyOptions => ({
  region: 'us-east-1',
  now: at,
  credentialsOf: (id) =>
    [
      { ...credentials, principal: { arn: 'arn:aws:iam::000000000000:user/admin' } },
      { ...session, principal: { arn: 'arn:aws:sts::000000000000:assumed-role/reader/local' } },
    ].find(({ accessKeyId }) => accessKeyId === id),
  ...changes,
});

const refusal = (request: SignedRequest, changes: Partial<VerifyOptions> = {}) => {
  try {
    verifySignature(request, options(changes));
  } catch (error) {
    const { code, status, message } = error as { code: string; status: number; message: string };
    return { code, status, message };
  }
  return 'accepted';
};

describe('a request signed by the SDK is accepted', () => {
  const cases: [string, string, Sent][] = [
    [
      'with a body',
      'kinesis',
      { body: '{"StreamName":"events"}', headers: { 'x-amz-target': 'Kinesis_20131202.PutRecord' } },
    ],
    ['without a body', 'sts', {}],
    ['with a query in any order', 'execute-api', { method: 'GET', query: { b: ['2', '1'], a: 'x y/z+*', 'ü&': '' } }],
    ['with a path that is encoded twice', 'execute-api', { method: 'GET', path: '/live/a%20b/c%2Fd/' }],
    ['with a path that is normalised', 'execute-api', { method: 'GET', path: '/live//a/./b/../c' }],
    [
      'with a function ARN in its path',
      'lambda',
      { path: '/2015-03-31/functions/arn%3Aaws%3Alambda/invocations', body: '{}' },
    ],
    [
      'with a key of S3 that is encoded once',
      's3',
      { method: 'PUT', path: '/bucket/a%20b//c%27%281%29%21.txt', body: 'text' },
    ],
    ['with spaces inside a header', 'sts', { headers: { 'x-amz-meta-note': '  a   b ' } }],
  ];
  it.each(cases)('%s', async (_, service, what) => {
    const verified = verifySignature(await signed(service, what), options({ service }));
    expect(verified).toMatchObject({ service, principal: { arn: 'arn:aws:iam::000000000000:user/admin' } });
  });

  it('with the token of a session', async () => {
    const request = await signed('kinesis', { body: '{}' }, session);
    expect(verifySignature(request, options()).principal.arn).toContain('assumed-role/reader');
  });

  it('with the headers alone, when its body is still to be read', async () => {
    const request = { ...(await signed('s3', { method: 'PUT', path: '/bucket/key', body: 'text' })), body: undefined };
    expect(verifySignature(request, options()).payloadHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each(['UNSIGNED-PAYLOAD', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'])('with %s for S3', async (hash) => {
    const headers = { 'x-amz-content-sha256': hash };
    const request = await signed('s3', { method: 'PUT', path: '/bucket/key', body: 'any', headers });
    expect(verifySignature(request, options()).payloadHash).toBe(hash);
  });

  it.each([
    ['s3', session],
    ['execute-api', session],
    ['execute-api', credentials],
  ])('in its query, for %s', async (service, use) => {
    const headers: Record<string, string> = service === 's3' ? { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } : {};
    const request = await signer(service, use).presign(unsigned({ method: 'GET', path: '/bucket/a%20b', headers }), {
      signingDate: new Date(at),
      expiresIn: 900,
    });
    const received = sent(
      HttpRequest.isInstance(request) ? request : new HttpRequest(request),
      service === 's3' ? undefined : '',
    );
    expect(verifySignature(received, options({ now: at + 899_000 })).service).toBe(service);
    expect(refusal(received, { now: at + 901_000 })).toMatchObject({ code: 'RequestExpired' });
    expect(refusal({ ...received, query: received.query.replace(/900/, '901') })).toMatchObject({
      code: 'SignatureDoesNotMatch',
    });
  });
});

describe('a request is refused', () => {
  const changes: [string, (request: SignedRequest) => SignedRequest, string, number][] = [
    ['another body', (r) => ({ ...r, body: Buffer.from('{}') }), 'SignatureDoesNotMatch', 403],
    ['another method', (r) => ({ ...r, method: 'PUT' }), 'SignatureDoesNotMatch', 403],
    ['another path', (r) => ({ ...r, path: '/x' }), 'SignatureDoesNotMatch', 403],
    ['another query', (r) => ({ ...r, query: 'a=1' }), 'SignatureDoesNotMatch', 403],
    [
      'a changed header',
      (r) => ({ ...r, headers: { ...r.headers, 'x-amz-target': 'X' } }),
      'SignatureDoesNotMatch',
      403,
    ],
    ['a header added', (r) => ({ ...r, headers: { ...r.headers, 'x-amz-new': 'X' } }), 'SignatureDoesNotMatch', 403],
    [
      'a token added',
      (r) => ({ ...r, headers: { ...r.headers, 'x-amz-security-token': 't' } }),
      'InvalidClientTokenId',
      403,
    ],
    ['no signature', (r) => ({ ...r, headers: {} }), 'MissingAuthenticationToken', 403],
    ['a bearer token', (r) => ({ ...r, headers: { authorization: 'Bearer x' } }), 'MissingAuthenticationToken', 403],
    ['another algorithm', edit(/AWS4-HMAC-SHA256/, 'AWS4-ECDSA-P256-SHA256'), 'IncompleteSignature', 400],
    ['no signature in the header', edit(/, Signature=.*/, ''), 'IncompleteSignature', 400],
    ['a short credential', edit(/\/aws4_request/, ''), 'IncompleteSignature', 400],
    ['another region', edit(/us-east-1/, 'eu-west-1'), 'SignatureDoesNotMatch', 403],
    ['another service', edit(/\/kinesis\//, '/s3/'), 'SignatureDoesNotMatch', 403],
    ['another terminator', edit(/aws4_request/, 'aws5_request'), 'SignatureDoesNotMatch', 403],
    ['another day', edit(/20260126/, '20260125'), 'SignatureDoesNotMatch', 403],
    ['an unknown key', edit(/AKIATEST/, 'AKIANOBODY'), 'InvalidClientTokenId', 403],
    ['host unsigned', edit(/host;/, ''), 'SignatureDoesNotMatch', 403],
    ['no date', (r) => ({ ...r, headers: { ...r.headers, 'x-amz-date': undefined } }), 'IncompleteSignature', 400],
    ['a strange date', (r) => ({ ...r, headers: { ...r.headers, 'x-amz-date': 'today' } }), 'IncompleteSignature', 400],
    ['half a presigned query', (r) => ({ ...r, headers: {}, query: 'X-Amz-Signature=a' }), 'IncompleteSignature', 400],
  ];
  function edit(from: RegExp, to: string) {
    return (r: SignedRequest) => ({
      ...r,
      headers: { ...r.headers, authorization: r.headers.authorization?.replace(from, to) },
    });
  }
  it.each(changes)('with %s', async (_, change, code, status) => {
    const headers = { 'x-amz-target': 'Kinesis_20131202.PutRecord' };
    const request = change(await signed('kinesis', { body: '{"a":1}', headers }));
    expect(refusal(request, { service: 'kinesis' })).toMatchObject({ code, status });
  });

  it('more than five minutes from its time, in the words of AWS', async () => {
    const request = await signed('kinesis', { body: '{}' });
    expect(refusal(request, { now: at + 299_000 })).toBe('accepted');
    expect(refusal(request, { now: at + 301_000 })).toMatchObject({
      code: 'SignatureDoesNotMatch',
      message: 'Signature expired: 20260126T214550Z is now earlier than 20260126T214551Z (20260126T215051Z - 5 min.)',
    });
    expect(refusal(request, { now: at - 301_000 })).toMatchObject({
      message:
        'Signature not yet current: 20260126T214550Z is still later than 20260126T214549Z (20260126T214049Z + 5 min.)',
    });
  });

  it('of a session without its token', async () => {
    const request = await signed('kinesis', { body: '{}' }, {
      ...session,
      sessionToken: undefined,
    } as typeof credentials);
    expect(refusal(request)).toMatchObject({ code: 'InvalidClientTokenId' });
  });

  it('whose body is not the one that S3 was promised', async () => {
    const request = await signed('s3', { method: 'PUT', path: '/bucket/key', body: 'text' });
    expect(refusal({ ...request, body: Buffer.from('other') })).toMatchObject({ code: 'XAmzContentSHA256Mismatch' });
  });

  it('without a hash of its body, which S3 wants', async () => {
    const request = await signed('s3', { method: 'PUT', path: '/bucket/key', body: 'text' });
    const headers = { ...request.headers, 'x-amz-content-sha256': undefined };
    expect(refusal({ ...request, headers })).toMatchObject({ code: 'InvalidRequest' });
  });
});
