import { temporaryDirectory } from 'assembly-runtime/testing/temporary-directory.ts';
import { expect, test, vi } from 'vitest';
import { runGap } from '../../../support/pipeline.ts';

const since = ['--since', '2026-11-21'];

test.each([
  ['no source', since, 2],
  ['a source that is none', ['--from', 'events', ...since], 2],
  ['no beginning', ['--from', 'failed'], 2],
  ['a beginning that is no time', ['--from', 'failed', '--since', 'monday'], 2],
  ['an end before the beginning', ['--from', 'failed', ...since, '--until', '2026-11-20'], 2],
  ['a beginning in the future', ['--from', 'failed', '--since', '9999-01-01'], 2],
  ['no rate at all', ['--from', 'failed', ...since, '--rate', '0'], 2],
  ['half an event a second', ['--from', 'failed', ...since, '--rate', '0.5'], 2],
  ['a reason for the archive', ['--from', 'archive', ...since, '--reason', 'not_json'], 2],
  ['a reason that nothing is quarantined for', ['--from', 'quarantined', ...since, '--reason', 'schema_mismach'], 2],
  ['a config that is not there', ['--from', 'failed', ...since, '--dry-run', '--config', '/nowhere.yaml'], 2],
  ['a pipeline that does not run', ['--from', 'failed', ...since, '--until', '2026-11-22'], 3],
])('%s ends with the right exit code', async (_, args, exitCode) => {
  const complain = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const { exitCode: found, stderr } = await runGap({ state: temporaryDirectory() }, 'replay', ...args);
  complain.mockRestore();
  expect([found, stderr]).toEqual([exitCode, expect.anything()]);
});
