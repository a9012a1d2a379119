import { parseStatement } from 'sql-dialects/trino';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { Execution } from '../../../src/services/athena/execution.ts';
import { ExecutionHistory } from '../../../src/services/athena/execution-history.ts';
import { QueryProcesses } from '../../../src/services/athena/process/query-processes.ts';
import { QueryRunner } from '../../../src/services/athena/query-runner.ts';
import { ObjectStore } from '../../../src/services/s3/object-store.ts';
import { temporaryDirectory } from '../../../testing/temporary-directory.ts';
import { testRuntime } from '../../../testing/test-runtime.ts';

function runner(processes: QueryProcesses, limits: { maxQueryMs: number; stopGraceMs: number }) {
  const folder = temporaryDirectory();
  const history = new ExecutionHistory(folder);
  const queries = new QueryRunner(testRuntime(folder), processes, history, new ObjectStore(folder), limits);
  let count = 0;
  return (): Execution => {
    count += 1;
    const execution: Execution = {
      id: `query-${count}`,
      query: 'SELECT 1',
      statementType: 'DML',
      substatementType: 'SELECT',
      database: 'default',
      workGroup: 'primary',
      parameters: [],
      outputLocation: 's3://results/one.csv',
      encryption: undefined,
      token: undefined,
      submittedMs: Date.now(),
      state: 'QUEUED',
      bytesScanned: 0,
    };
    const statement = parseStatement('SELECT 1');
    queries.submit({ execution, statement, parameters: [], caller: { arn: 'me' }, cutoff: undefined });
    return execution;
  };
}

const ended = { state: 'CANCELLED', reason: 'Query timeout' };

it('a query ends at its deadline also when what it works on never answers, and so do those that wait behind it', async () => {
  const silent = new QueryProcesses(temporaryDirectory());
  silent.take = () => new Promise<never>(() => {});
  const submit = runner(silent, { maxQueryMs: 100, stopGraceMs: 50 });
  // As many run as can, and one more waits.
  const executions = Array.from({ length: 5 }, submit);
  await vi.waitFor(() => expect(executions).toEqual(executions.map(() => expect.objectContaining(ended))), 5_000);
});

it('a query that ends in time knows nothing of a deadline', async () => {
  const processes = new QueryProcesses(temporaryDirectory());
  onTestFinished(() => processes.close());
  const submit = runner(processes, { maxQueryMs: 10_000, stopGraceMs: 50 });
  const execution = submit();
  await vi.waitFor(() => expect(execution.state).toMatch(/^(FAILED|SUCCEEDED)$/), 10_000);
  expect(execution.reason ?? '').not.toContain('timeout');
});
