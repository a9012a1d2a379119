import { createServer } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import type { Connection } from '../../../../scripts/gap/connection.ts';
import { observe } from '../../../../scripts/gap/status/observe.ts';

it('names the stores that do not answer, without their passwords', async () => {
  const port = await listen(200);
  // Nobody listens at port 1.
  const { silentStores } = await observe(connectionTo('http://pipeline:secret@127.0.0.1:1', port));
  expect(silentStores).toEqual({ clickhouse: '127.0.0.1:1' });
});

it('a store that asks for a login answers; one that fails does not', async () => {
  const [login, failing] = [await listen(401), await listen(503)];
  const { silentStores } = await observe(connectionTo(`http://pipeline:secret@127.0.0.1:${login}`, failing));
  expect(silentStores).toEqual({ opensearch: `127.0.0.1:${failing}` });
});

async function listen(statusCode: number): Promise<number> {
  const server = createServer((_, response) => response.writeHead(statusCode).end('Ok.\n'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

function connectionTo(clickhouse: string, openSearchPort: number): Connection {
  return {
    local: true,
    api: '',
    outputs: {},
    clickhouse,
    opensearch: `http://127.0.0.1:${openSearchPort}`,
    clientSettings: {},
    admin: async () => undefined,
    runtime: async () => ({ deliveryStreams: [], eventSourceMappings: [], applications: [] }),
  };
}
