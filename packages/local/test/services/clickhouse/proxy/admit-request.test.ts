import { describe, expect, it } from 'vitest';
import { admitRequest } from '../../../../src/services/clickhouse/proxy/admit-request.ts';

const login = ['X-ClickHouse-User', 'analyst', 'X-ClickHouse-Key', 'secret'];
const basic = (text: string) => ['Authorization', `Basic ${Buffer.from(text).toString('base64')}`];

function admit({
  method = 'POST',
  target = '/?query=SELECT%201',
  host = '127.0.0.1:8123',
  headers = login,
}: {
  readonly method?: string;
  readonly target?: string;
  readonly host?: string;
  readonly headers?: readonly string[];
}) {
  const rawHeaders = ['Host', host, ...headers];
  return admitRequest({ method, target, rawHeaders }, (name) => name === 'clickhouse.elb.us-east-1.amazonaws.com');
}

const status = (request: Parameters<typeof admit>[0]) => {
  const admission = admit(request);
  return 'refusal' in admission ? admission.refusal.status : 200;
};

describe('a request to ClickHouse', () => {
  it.each([
    ['headers', '/?query=1', login],
    ['Authorization', '/?query=1', basic('analyst:secret')],
    ['parameters', '/?user=analyst&query=1&password=secret', []],
  ])('names its user and password by %s, which go no further', (_, target, headers) => {
    expect(admit({ target, headers })).toEqual({
      credentials: { user: 'analyst', password: 'secret' },
      parameters: [{ name: 'query', value: '1', raw: 'query=1' }],
    });
  });

  it.each([
    ['no user', []],
    ['an empty user', ['X-ClickHouse-User', '', 'X-ClickHouse-Key', 'x']],
    ['no password', ['X-ClickHouse-User', 'analyst']],
    ['an empty password', basic('analyst:')],
    ['the user of the process itself', basic('default:x')],
    ['the user of the process itself without a password', basic('default:')],
    ['another scheme', ['Authorization', 'Bearer abc']],
    ['no base64', ['Authorization', 'Basic (:)']],
  ])('is refused with %s', (_, headers) => {
    expect(status({ headers })).toBe(401);
  });

  it.each([
    ['two ways to log in', { headers: [...login, ...basic('default:')] }],
    ['a header twice', { headers: [...login, 'x-clickhouse-user', 'default'] }],
    ['a user in the address besides', { target: '/?user=default' }],
    ['a parameter twice', { target: '/?query=SELECT%201&query=SELECT%202' }],
    ['an escape that readers read in two ways', { target: '/?query=%zz' }],
    ['a form', { headers: [...login, 'Content-Type', 'multipart/form-data; boundary=x'] }],
    ['another method', { method: 'OPTIONS' }],
  ])('is refused with %s', (_, request) => {
    expect(status(request)).toBe(400);
  });

  it.each([
    ['another host', { host: 'evil.example' }],
    ['another host that begins alike', { host: '127.0.0.1.evil.example' }],
    ['no host', { host: '' }],
    ['another origin', { headers: [...login, 'Origin', 'http://evil.example'] }],
    ['the origin of another program here', { headers: [...login, 'Origin', 'http://127.0.0.1:3000'] }],
    ['no origin that can be named', { headers: [...login, 'Origin', 'null'] }],
    ['a picture of another site', { headers: [...login, 'Sec-Fetch-Site', 'cross-site'] }],
  ])('is refused from %s', (_, request) => {
    expect(status(request)).toBe(403);
  });

  it.each([
    ['localhost', { host: 'localhost:8123' }],
    ['IPv6', { host: '[::1]:8123' }],
    ['a load balancer', { host: 'clickhouse.elb.us-east-1.amazonaws.com:8443' }],
    ['the same origin', { headers: [...login, 'Origin', 'http://127.0.0.1:8123', 'Sec-Fetch-Site', 'same-origin'] }],
  ])('is taken by the name of %s', (_, request) => {
    expect(status(request)).toBe(200);
  });

  it.each(['/play', '/dashboard', '/webterminal', '/game/events.csv', '//', 'http://127.0.0.1:8123/'])(
    'finds nothing at %s',
    (target) => {
      expect(status({ target })).toBe(404);
    },
  );

  it('is answered without a user when it only asks whether the server is there', () => {
    expect(admit({ target: '/ping', headers: [] })).toEqual({ ping: true });
  });
});
