import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { refuseTakenPorts } from '../../scripts/refuse-taken-ports.ts';

/** A free port, the two before it most likely free as well. */
async function takenPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

test.each([0, 1, 2])('a port that is taken %i behind the first is refused by its number', async (distance) => {
  const port = await takenPort();
  const first = port - distance;
  await expect(refuseTakenPorts(first)).rejects.toThrow(
    new RegExp(`^port \\d+ is taken by another program; the pipeline needs ${first} to ${first + 2}: .*--port`),
  );
});

test('free ones are always there', async () => {
  await refuseTakenPorts(0);
});
