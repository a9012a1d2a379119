import { once } from 'node:events';
import { createServer } from 'node:net';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { expect, it, vi } from 'vitest';
import { secretCredentials } from '../../../../functions/realtime/clickhouse/credentials.ts';

function secret(...texts: string[]) {
  const client = new SecretsManagerClient();
  const send = vi.spyOn(client, 'send').mockImplementation(async () => ({ SecretString: texts.shift() }));
  return { read: secretCredentials(client, 'arn'), send };
}

it('reads the secret once, and again when it is told to', async () => {
  const { read, send } = secret('{"username":"u","password":"old"}', '{"username":"u","password":"new"}');
  expect(await read(false)).toEqual({ username: 'u', password: 'old' });
  expect(await read(false)).toEqual({ username: 'u', password: 'old' });
  expect(await read(true)).toEqual({ username: 'u', password: 'new' });
  expect(send).toHaveBeenCalledTimes(2);
});

it('refuses a secret of another form without telling it, and reads it again the next time', async () => {
  const { read } = secret('hunter2', '{"username":"u","password":"p"}');
  await expect(read(false)).rejects.toThrow(
    'The secret of ClickHouse is not JSON with the texts username and password',
  );
  expect(await read(false)).toEqual({ username: 'u', password: 'p' });
});

it('gives up where nobody answers', async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = Object(silent.address());
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const client = new SecretsManagerClient({
    region: 'eu-central-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials,
  });
  await expect(secretCredentials(client, 'arn', 100)(false)).rejects.toMatchObject({ name: 'AbortError' });
  client.destroy();
  silent.close();
});
