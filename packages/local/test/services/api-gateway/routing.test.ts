import { describe, expect, it } from 'vitest';
import { Routes } from '../../../src/services/api-gateway/definition/routes.ts';
import { api, mock, serve, World } from './gateway.ts';

describe('the route of a path', () => {
  const routes = new Routes<string>();
  const templates = ['/', '/a', '/a/{id}', '/a/{id}/b', '/a/fixed', '/files/{path+}', '/{proxy+}'];
  for (const template of templates) routes.add(template, template);

  it.each([
    ['/', '/', {}],
    ['/a', '/a', {}],
    ['/a/', '/{proxy+}', { proxy: 'a/' }],
    ['/a/1/b/', '/{proxy+}', { proxy: 'a/1/b/' }],
    ['', '/', {}],
    ['/a/1', '/a/{id}', { id: '1' }],
    ['/a/fixed', '/a/fixed', {}],
    ['/a/fixed/b', '/a/{id}/b', { id: 'fixed' }],
    ['/a/%22/b', '/a/{id}/b', { id: '%22' }],
    ['/files/x/y/z', '/files/{path+}', { path: 'x/y/z' }],
    ['/a/1/c', '/{proxy+}', { proxy: 'a/1/c' }],
    ['/b', '/{proxy+}', { proxy: 'b' }],
    ['/files', '/{proxy+}', { proxy: 'files' }],
  ])('of %s is %s', (path, resource, parameters) => {
    expect(routes.find(path)).toEqual({ resource, path: parameters });
  });

  it('is none when nothing fits', () => {
    const few = new Routes<string>();
    few.add('/a/{id}', 'a');
    expect(few.find('/b')).toBeUndefined();
    expect(few.find('/a')).toBeUndefined();
    expect(few.find('/a//')).toBeUndefined();
  });

  it('refuses siblings that call a parameter by two names, and a greedy one that is not last', () => {
    const few = new Routes<string>();
    few.add('/a/{id}', 'a');
    expect(() => few.add('/a/{name}/b', 'b')).toThrow('calls {name} {id}');
    expect(() => few.add('/c/{all+}/d', 'd')).toThrow('must come last');
  });
});

describe('requests', () => {
  it('reach the method of the path, or the one for any method', async () => {
    const world = new World();
    const { send } = await serve(
      world,
      api({ 'GET /x/{id}': mock('"$input.params(\'id\')"'), 'ANY /x/{id}': mock('"any"') }),
    );
    expect((await send('GET', '/x/a%20b')).text).toBe('"a b"');
    expect((await send('PUT', '/x/1')).text).toBe('"any"');
  });

  it('get 403 Missing Authentication Token for a route that is not there, as from AWS', async () => {
    const { send } = await serve(new World(), api({ 'GET /x': mock() }));
    for (const [method, path] of [
      ['GET', '/y'],
      ['POST', '/x'],
      ['HEAD', '/x'],
    ] as const) {
      const answer = await send(method, path);
      expect(answer.status).toBe(403);
      expect(answer.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
      if (method !== 'HEAD') expect(answer.json).toEqual({ message: 'Missing Authentication Token' });
    }
  });

  it('get 403 Forbidden for a stage that is not there', async () => {
    const { port } = await serve(new World(), api({ 'GET /x': mock() }));
    for (const path of ['/', '/test/x', '/liver/x']) {
      const response = await fetch(`http://127.0.0.1:${port}${path}`);
      expect([response.status, await response.json()]).toEqual([403, { message: 'Forbidden' }]);
    }
  });

  it('get 400 for a path parameter that is badly encoded', async () => {
    const { send } = await serve(new World(), api({ 'GET /x/{id}': mock() }));
    expect((await send('GET', '/x/%zz')).status).toBe(400);
  });

  it('carry a request id, and another one each time', async () => {
    const { send } = await serve(
      new World(),
      api({ 'GET /x': mock('"$context.requestId $context.requestTimeEpoch"') }),
    );
    const first = await send('GET', '/x');
    const second = await send('GET', '/x');
    expect(first.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(first.json).toBe(`${first.headers.get('x-amzn-requestid')} 1769463950000`);
    expect(second.headers.get('x-amzn-requestid')).not.toBe(first.headers.get('x-amzn-requestid'));
  });
});
