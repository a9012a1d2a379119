import { expect, test } from 'vitest';
import { rotateKey } from '../../../scripts/gap/rotate-key.ts';

const old = { ApiKeyName: 'server', ApiKeyDescription: 'of Berlin', Role: 'server', Enabled: true };

function api() {
  const calls: unknown[] = [];
  const admin = async (method: string, path: string, body?: unknown) => {
    calls.push([method, path, body]);
    return method === 'GET' ? old : { ...old, ApiKeyValue: 'secret' };
  };
  return { admin, calls };
}

test('a rotated key has the name, description and role of the old one, which goes on working', async () => {
  const { admin, calls } = api();
  expect(await rotateKey({ admin }, '/keys', 'k/1', false)).toMatchObject({ ApiKeyValue: 'secret' });
  expect(calls).toEqual([
    ['GET', '/keys/k%2F1', undefined],
    ['POST', '/keys', { Name: 'server', Description: 'of Berlin', Role: 'server' }],
  ]);
});

test('the old one is disabled only when the new one is there', async () => {
  const { admin, calls } = api();
  await rotateKey({ admin }, '/keys', 'k', true);
  expect(calls.at(-1)).toEqual(['PUT', '/keys/k', { Enabled: false }]);
  const failing = { admin: async (method: string) => (method === 'GET' ? old : Promise.reject(new Error('full'))) };
  await expect(rotateKey(failing, '/keys', 'k', true)).rejects.toThrow('full');
});
