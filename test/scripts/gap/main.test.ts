import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { temporaryDirectory } from 'assembly-runtime/testing/temporary-directory.ts';
import { expect, test, vi } from 'vitest';
import { runGap } from '../../support/pipeline.ts';

test.each([
  ['an unknown command', ['frobnicate'], 2],
  ['an unknown option', ['apps', 'list', '--frob'], 2],
  ['a missing argument', ['apps', 'create'], 2],
  ['a missing option', ['send', 'file.ndjson'], 2],
  ['a batch that the API does not take', ['send', '-', '--app', 'a', '--key', 'k', '--batch', '501'], 2],
  ['half an event', ['send', '-', '--app', 'a', '--key', 'k', '--batch', '1.5'], 2],
  ['SQL and a metric', ['query', 'SELECT 1', '--metric', 'x'], 2],
  ['neither SQL nor a metric', ['query'], 2],
  ['SQL with --param', ['query', 'SELECT 1', '--param', 'a=1'], 2],
  ['a --param without a value', ['query', '--metric', 'x', '--param', 'a'], 2],
  ['an engine that is not there', ['query', 'SELECT 1', '--engine', 'redshift'], 2],
  ['a state and a stack', ['apps', 'list', '--stack', 'x'], 2],
  ['--help', ['--help'], 0],
  ['--help of a command', ['send', '--help'], 0],
  ['a pipeline that does not run', ['apps', 'list'], 3],
  ['flushing what does not run', ['flush'], 3],
])('%s ends with the right exit code', async (_, args, exitCode) => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const complain = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  expect((await runGap({ state: temporaryDirectory() }, ...args)).exitCode).toBe(exitCode);
  write.mockRestore();
  complain.mockRestore();
});

test('a pipeline that does not run is told with the way to start it', async () => {
  const state = temporaryDirectory();
  const { stderr } = await runGap({ state }, 'apps', 'list');
  expect(stderr).toBe(`gap: no pipeline runs on ${state} (no run.json there): start one with npm start\n`);
});

test('a run.json that is damaged is as good as none', async () => {
  const state = temporaryDirectory();
  writeFileSync(join(state, 'run.json'), '{"pid": 1');
  const { exitCode, stdout, stderr } = await runGap({ state }, 'apps', 'list', '--json');
  expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
  expect(stderr).toContain('run.json is damaged');
});

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

test.each([
  [['apps', 'list']],
  [['query', 'SELECT 1']],
  [['query', '--metric', 'events_by_type']],
  [['compact']],
  [['replay', '--from', 'quarantined', '--since', '2026-11-20']],
  [['replay', '--from', 'archive', '--since', '2026-11-20']],
  [['status']],
])('a pipeline that is gone without a word, as after kill -9, is not reachable: %j', async (args) => {
  const state = temporaryDirectory();
  const gone = `http://127.0.0.1:${await closedPort()}`;
  const outputs = {
    CompactFunction: 'f',
    FirehoseName: 'f',
    Workgroup: 'w',
    EventsDatabase: 'd',
    Bucket: 'b',
    ArchivePrefix: 's3://b/archive/',
  };
  const access = { region: 'us-east-1', accessKeyId: 'AKIA', secretAccessKey: 'x' };
  writeFileSync(join(state, 'run.json'), JSON.stringify({ api: `${gone}/live`, aws: gone, ...access, outputs }));
  const { exitCode, stdout, stderr } = await runGap({ state }, ...args);
  expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
  expect(stderr).toMatch(/^gap: .*does not answer: connect ECONNREFUSED/m);
});

test('what is said once for all commands is in the help of each', async () => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const help = async (...args: string[]) => {
    write.mockClear();
    await runGap({ state: temporaryDirectory() }, ...args, '--help');
    return write.mock.calls.map(([text]) => String(text)).join('');
  };
  const general = await help();
  const special = await help('keys', 'create');
  write.mockRestore();
  expect(general).toContain('Examples:');
  expect(special).toContain('Global Options:');
  expect(special.match(/--json/g)).toHaveLength(1);
});

test('a reader that has read enough, like head, is no error', async () => {
  const command = 'node --import tsx scripts/gap/main.ts --help';
  const { stdout, stderr } = await promisify(execFile)('bash', ['-c', `set -o pipefail; ${command} | true`]);
  expect({ stdout, stderr: stderr.replace(/^npm .*\n/gm, '') }).toEqual({ stdout: '', stderr: '' });
});
