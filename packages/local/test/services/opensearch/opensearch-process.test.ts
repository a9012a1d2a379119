import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OpenSearchProcess } from '../../../src/services/opensearch/opensearch-process.ts';
import { hasOpenSearch, openSearch } from '../../../testing/installed-opensearch.ts';

const opener = fileURLToPath(new URL('./open-a-node.ts', import.meta.url));
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'opensearch-process-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a node as a child process', () => {
  const options = { installation: openSearch, clusterName: 'test', log: () => undefined };

  it.each([
    ['ends at once', ['sh', '-c', 'echo no such setting >&2; exit 3'], /ended with 3: no such setting/],
    ['is not there', ['no-such-java'], /cannot be started: spawn no-such-java ENOENT/],
  ] as const)('that %s stops the start with its reason', async (_, command, reason) => {
    await expect(OpenSearchProcess.start({ ...options, home: join(folder, 'home'), command })).rejects.toThrow(reason);
  });

  it.skipIf(!hasOpenSearch)(
    'ends with the process that started it, and what it stored is there again',
    async () => {
      const home = join(folder, 'home');
      const run = spawn(process.execPath, ['--import', 'tsx', opener, home], { stdio: ['ignore', 'pipe', 'inherit'] });
      const [url] = await once(createInterface({ input: run.stdout }), 'line');
      const stored = await fetch(`${url}/games/_doc/1`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: '{"n":1}',
      });
      expect(stored.status).toBe(201);
      run.kill('SIGKILL');
      await once(run, 'exit');
      const node = await OpenSearchProcess.start({ ...options, home });
      try {
        expect(node.url).not.toBe(url);
        await expect(fetch(String(url))).rejects.toThrow('fetch failed');
        expect(await (await fetch(`${node.url}/games/_doc/1`)).json()).toMatchObject({
          found: true,
          _source: { n: 1 },
        });
      } finally {
        await node.close();
      }
    },
    180_000,
  );
});
