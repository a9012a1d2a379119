import { Agent, request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { api, mock, serve, World } from './gateway.ts';

const megabyte = 1024 * 1024;

/** A connection that remembers what it was sent. */
async function open(port: number): Promise<{ socket: Socket; received: () => string; isClosed: () => boolean }> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let received = '';
  let isClosed = false;
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    isClosed = true;
  });
  await new Promise((resolve) => socket.once('connect', resolve));
  return { socket, received: () => received, isClosed: () => isClosed };
}

const definition = api({ 'POST /x': mock('"read"'), 'GET /x': mock() });

describe('a body', () => {
  it('of 10 MB is taken, and one byte more is 413', async () => {
    const { send, gateway } = await serve(new World(), definition);
    const body = (bytes: number) => `{"a":1,"b":"${'x'.repeat(bytes - 14)}"}`.padEnd(bytes);
    expect((await send('POST', '/x', { body: body(10 * megabyte) })).status).toBe(200);
    const answer = await send('POST', '/x', { body: body(10 * megabyte + 1) });
    expect([answer.status, answer.json]).toEqual([413, { message: 'HTTP content length exceeded 10485760 bytes.' }]);
    expect(gateway.bodyBytes).toBe(0);
  });

  it('in chunks is taken up to the same size', async () => {
    const { port, gateway } = await serve(new World(), definition);
    const statusOf = (chunks: number) =>
      new Promise<number | undefined>((resolve, reject) => {
        const headers = { 'content-type': 'application/json' };
        const request = httpRequest(
          { port, host: '127.0.0.1', method: 'POST', path: '/live/x', headers },
          (response) => {
            response.resume();
            resolve(response.statusCode);
          },
        );
        request.on('error', reject);
        request.write('{"a":1,"b":"');
        for (let i = 0; i < chunks; i++) request.write('x'.repeat(megabyte / 2));
        request.end('"}');
      });
    expect(await statusOf(4)).toBe(200);
    expect(await statusOf(21)).toBe(413);
    expect(gateway.bodyBytes).toBe(0);
  });

  it('that is announced too large is refused before it is sent', async () => {
    const { port } = await serve(new World(), definition);
    const { socket, received } = await open(port);
    socket.write('POST /live/x HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 10485761\r\n\r\n');
    await expect.poll(received).toMatch(/^HTTP\/1\.1 413 /);
    expect(received()).not.toContain('100 Continue');
  });

  it('that is announced too large may be sent all the same: the client reads its answer and is not reset', async () => {
    const { port } = await serve(new World(), definition);
    const { socket, received, isClosed } = await open(port);
    const size = 12 * megabyte;
    socket.write(`POST /live/x HTTP/1.1\r\nhost: x\r\ncontent-length: ${size}\r\n\r\n`);
    await expect.poll(received).toMatch(/^HTTP\/1\.1 413 .*connection: close.*exceeded 10485760 bytes/is);
    const error = await new Promise((resolve) => socket.write('x'.repeat(size), resolve));
    expect(error ?? undefined).toBeUndefined();
    await expect.poll(isClosed, { timeout: 5000 }).toBe(true);
  });

  it('that waits for leave to be sent gets it', async () => {
    const { port } = await serve(new World(), definition);
    const { socket, received } = await open(port);
    socket.write('POST /live/x HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 7\r\n\r\n');
    await expect.poll(received).toContain('100 Continue');
    socket.write('{"a":5}');
    await expect.poll(received).toMatch(/200 OK.*"read"$/s);
  });

  it('that does not fit into the memory for bodies is refused, and the others are answered', async () => {
    const { port, send, gateway } = await serve(new World(), definition, { server: { bodyBudgetBytes: 2 * megabyte } });
    const slow = await open(port);
    slow.socket.write(
      `POST /live/x HTTP/1.1\r\nhost: x\r\ncontent-length: ${2 * megabyte}\r\n\r\n${'x'.repeat(600_000)}`,
    );
    await expect.poll(() => gateway.bodyBytes).toBeGreaterThan(600_000);
    expect((await send('POST', '/x', { body: ' '.repeat(1_500_000) })).status).toBe(429);
    expect((await send('POST', '/x', { body: '{"a":1}' })).status).toBe(200);
    slow.socket.destroy();
    await expect.poll(() => gateway.bodyBytes).toBe(0);
  });
});

describe('clients', () => {
  it('a thousand of them, idle or slow, hold up nobody and cost little memory', async () => {
    const { port, send, gateway } = await serve(new World(), definition);
    const clients = await Promise.all(Array.from({ length: 1000 }, () => open(port)));
    for (const [index, { socket }] of clients.entries()) {
      if (index % 2 === 0) socket.write('POST /live/x HTTP/1.1\r\nhost: x\r\ncontent-length: 9000000\r\n\r\n{"a":');
    }
    await expect.poll(() => gateway.bodyBytes).toBe(500 * 64 * 1024);
    expect((await send('POST', '/x', { body: '{"a":1}' })).status).toBe(200);
    for (const { socket } of clients) socket.destroy();
    await expect.poll(() => gateway.bodyBytes).toBe(0);
  });

  it('that do not finish their request in time are cut off', async () => {
    const { port, gateway } = await serve(new World(), definition, { server: { requestTimeoutMs: 200 } });
    const { socket, received, isClosed } = await open(port);
    socket.write('POST /live/x HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{');
    await expect.poll(received).toMatch(/^HTTP\/1\.1 408 /);
    await expect.poll(isClosed).toBe(true);
    await expect.poll(() => gateway.bodyBytes).toBe(0);
  });

  it('that go away while they wait leave nothing behind', async () => {
    const world = new World();
    let finish = () => {};
    world.stream = () =>
      new Promise((resolve) => {
        finish = () => resolve({});
      });
    const source = {
      type: 'aws',
      uri: 'arn:aws:apigateway:us-east-1:kinesis:action/PutRecords',
      credentials: world.role('sender', 'kinesis:PutRecords'),
      responses: { default: { statusCode: '200' } },
    };
    const { port, gateway } = await serve(world, api({ 'POST /x': { 'x-amazon-apigateway-integration': source } }));
    const { socket } = await open(port);
    socket.write('POST /live/x HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{}');
    await expect.poll(() => gateway.bodyBytes).toBe(2);
    socket.destroy();
    finish();
    await expect.poll(() => gateway.bodyBytes).toBe(0);
    await gateway.close();
  });

  it('that speak no HTTP get 400', async () => {
    const { port } = await serve(new World(), definition);
    const { socket, received } = await open(port);
    socket.write('hello\r\n\r\n');
    await expect.poll(received).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('can send one request after another on a connection, with HEAD among them', async () => {
    const { port } = await serve(new World(), definition);
    const { socket, received } = await open(port);
    socket.write('HEAD /live/x HTTP/1.1\r\nhost: x\r\n\r\nGET /live/x HTTP/1.1\r\nhost: x\r\n\r\n');
    await expect.poll(received).toMatch(/^HTTP\/1\.1 403 .*\r\n\r\nHTTP\/1\.1 200 OK.*{"ok": true}$/s);
  });
});

describe('closing', () => {
  it('finishes what is in flight, takes nothing new and frees the port', async () => {
    const world = new World();
    const finishes: (() => void)[] = [];
    world.stream = () =>
      new Promise((resolve) => {
        finishes.push(() => resolve({ done: true }));
      });
    const source = {
      type: 'aws',
      uri: 'arn:aws:apigateway:us-east-1:kinesis:action/PutRecords',
      credentials: world.role('sender', 'kinesis:PutRecords'),
      responses: { default: { statusCode: '200' } },
    };
    const { port, gateway, send } = await serve(
      world,
      api({ 'POST /x': { 'x-amazon-apigateway-integration': source } }),
    );
    const inFlight = send('POST', '/x', { body: '{}' });
    const halfSent = await open(port);
    halfSent.socket.write('POST /live/x HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{');
    await expect.poll(() => [finishes.length, gateway.bodyBytes]).toEqual([1, 4]);
    const closed = gateway.close();
    await expect(fetch(`http://127.0.0.1:${port}/live/x`)).rejects.toThrow();
    halfSent.socket.write('}');
    await expect.poll(halfSent.received).toMatch(/^HTTP\/1\.1 503 /);
    for (const finish of finishes) finish();
    expect(await inFlight).toMatchObject({ status: 200, json: { done: true } });
    await closed;
    const again = await serve(new World(), definition);
    expect((await again.send('GET', '/x')).status).toBe(200);
  });

  it('does not wait for ever', async () => {
    const world = new World();
    let calls = 0;
    world.stream = () => {
      calls++;
      return new Promise(() => {});
    };
    const source = {
      type: 'aws',
      uri: 'arn:aws:apigateway:us-east-1:kinesis:action/PutRecords',
      credentials: world.role('sender', 'kinesis:PutRecords'),
      responses: { default: { statusCode: '200' } },
    };
    const { send, gateway } = await serve(world, api({ 'POST /x': { 'x-amazon-apigateway-integration': source } }), {
      server: { drainTimeoutMs: 50 },
    });
    const lost = send('POST', '/x', { body: '{}' }).catch(() => 'cut off');
    await expect.poll(() => calls).toBe(1);
    await gateway.close();
    expect(await lost).toBe('cut off');
  });
});

it('a port that is taken is said so', async () => {
  const { port } = await serve(new World(), definition);
  const other = await serve(new World(), definition);
  await expect(other.gateway.listen(port)).rejects.toThrow(`port ${port} is taken`);
});

it('an agent that keeps its connection sees the same one', async () => {
  const { port } = await serve(new World(), definition);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  const localPort = () =>
    new Promise((resolve, reject) => {
      const request = httpRequest({ port, host: '127.0.0.1', path: '/live/x', agent }, (response) => {
        response.resume().once('end', () => resolve(request.socket?.localPort));
      });
      request.on('error', reject).end();
    });
  expect(await localPort()).toBe(await localPort());
});
