import { createServer } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import type { Connection } from '../../../../scripts/gap/connection.ts';
import { observe } from '../../../../scripts/gap/status/observe.ts';

it('names the stores that do not answer, without their passwords', async () => {
  const server = createServer((_, response) => response.end('Ok.\n'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const connection: Connection = {
    local: true,
    api: '',
    outputs: {},
    // Nobody listens at port 1.
    clickhouse: 'http://pipeline:secret@127.0.0.1:1',
    opensearch: `http://127.0.0.1:${port}`,
    clientSettings: {},
    admin: async () => undefined,
    runtime: async () => ({ deliveryStreams: [], eventSourceMappings: [], applications: [] }),
  };
  expect((await observe(connection)).silentStores).toEqual({ clickhouse: '127.0.0.1:1' });
});
