import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { sniffProtocol } from '../../src/endpoint/connections.ts';

/** Sends `parts` one after the other, each when the one before has arrived, and says who got which bytes. */
async function sniff(parts: readonly string[]): Promise<{ protocol: string; bytes: string }> {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  const client = connect(typeof address === 'object' ? (address?.port ?? 0) : 0, '127.0.0.1');
  onTestFinished(() => void client.destroy());
  const [socket]: Socket[] = await once(server, 'connection');
  if (!socket) throw new Error('no connection');
  let protocol = '';
  let bytes = '';
  const take = (name: string) => (taken: Socket) => {
    protocol = name;
    taken.on('data', (chunk) => {
      bytes += chunk;
    });
    taken.resume();
  };
  sniffProtocol(socket, take('http1'), take('http2'));
  let sent = 0;
  for (const part of parts) {
    client.write(part);
    sent += part.length;
    while (socket.bytesRead < sent) await setImmediate();
  }
  while (bytes.length < sent) await setImmediate();
  return { protocol, bytes };
}

it.each<[string, string[]]>([
  ['http1', ['POST / HTTP/1.1\r\n']],
  ['http1', ['P', 'UT / HTTP/1.1\r\n']],
  ['http1', ['G', 'ET / HTTP/1.1\r\n']],
  ['http2', ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n']],
  ['http2', ['P', 'R', 'I * HTTP/2.0\r\n\r\n']],
  ['http1', ['PR', 'OPFIND / HTTP/1.1\r\n']],
])('%s is told by the first bytes, in the pieces %j, and gets all of them', async (protocol, parts) => {
  expect(await sniff(parts)).toEqual({ protocol, bytes: parts.join('') });
});
