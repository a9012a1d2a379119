import { describe, expect, test } from 'vitest';
import type { Connection } from '../../../../scripts/gap/connection.ts';
import { smoke } from '../../../../scripts/gap/smoke/smoke.ts';

/** A pipeline whose admin routes work and whose events route nobody answers. */
function withoutEvents() {
  const calls: string[] = [];
  const connection: Connection = {
    local: false,
    api: 'http://127.0.0.1:1',
    outputs: {},
    clientSettings: {},
    admin: async (method, path) => {
      calls.push(`${method} ${path}`);
      return path === '/applications' ? { ApplicationId: 'one' } : { ApiKeyValue: 'secret' };
    },
    runtime: async () => undefined,
  };
  return { connection, calls };
}

describe('a smoke test', () => {
  test('removes its application when a step fails, and tells that step’s error', async () => {
    const { connection, calls } = withoutEvents();
    const steps: string[] = [];
    await expect(smoke(connection, { onStep: (step) => steps.push(step) })).rejects.toThrow('127.0.0.1:1');
    expect(calls).toEqual(['POST /applications', 'POST /applications/one/authorizations', 'DELETE /applications/one']);
    expect(steps.at(-1)).toBe('deleting the application');
    expect(steps.join()).not.toContain('secret');
  });
});
