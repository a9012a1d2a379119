import { query } from 'chdb';
import { describe, expect, it } from 'vitest';
import { backupLine } from '../../../../functions/metrics/clickhouse-backups.ts';
import { backUp, type Dependencies } from '../../../../functions/realtime/backup-clickhouse/backup-clickhouse.ts';
import { fullestDisk } from '../../../../functions/realtime/watch-clickhouse/watch-clickhouse.ts';

/** A server whose list of backups says these, one after the other; the last one stays. */
function dependencies(...found: (Readonly<Record<string, unknown>> | undefined)[]) {
  const statements: string[] = [];
  let time = Date.parse('2026-11-21T03:00:07.250Z');
  const backup: Dependencies = {
    server: {
      async run(sql) {
        statements.push(sql);
      },
      async rows() {
        const row = found.length > 1 ? found.shift() : found[0];
        return row ? [row] : [];
      },
    },
    database: 'game_analytics',
    folder: 'https://lake.s3.eu-west-1.amazonaws.com/backups/clickhouse',
    now: () => time,
    sleep: async (milliseconds) => {
      time += milliseconds;
    },
    deadline: time + 60_000,
  };
  return { backup, statements };
}

const state = (status: string, error = '') => ({ status, error });

/** Throws where ClickHouse itself cannot read it. */
function parsed(sql: string): string {
  return String(query(`EXPLAIN AST ${sql}`));
}

describe('a backup', () => {
  it('is made by the server, with its own role, in a folder of its time', async () => {
    const { backup, statements } = dependencies(state('CREATING_BACKUP'), state('BACKUP_CREATED'));
    expect(await backUp({}, backup)).toEqual({ backup: '2026-11-21T03-00-07Z', state: 'done' });
    const [statement = '', ...more] = statements;
    expect(more).toEqual([]);
    expect(statement).toContain(
      "BACKUP DATABASE game_analytics TO S3('https://lake.s3.eu-west-1.amazonaws.com/backups/clickhouse/2026-11-21T03-00-07Z')",
    );
    expect(statement).toContain('s3_allow_server_credentials_in_user_queries = 1');
    expect(parsed(statement)).toContain('BackupQuery');
  });

  it('is brought back into the tables that are there', async () => {
    const { backup, statements } = dependencies(state('RESTORED'));
    const result = await backUp({ restore: '2026-11-20T03-00-00Z' }, backup);
    expect(result).toEqual({ backup: '2026-11-20T03-00-00Z', state: 'done' });
    expect(statements[0]).toMatch(
      /^RESTORE DATABASE game_analytics FROM .*20T03-00-00Z'\).*allow_non_empty_tables = 1/,
    );
    expect(parsed(statements[0] ?? '')).toContain('RestoreQuery');
  });

  it('that takes longer than the function may run goes on without it', async () => {
    const { backup } = dependencies(state('CREATING_BACKUP'));
    expect(await backUp({}, backup)).toMatchObject({ state: 'running' });
  });

  it.each([
    [
      state('BACKUP_FAILED', 'Code: 499. No permission, Stack trace (long)'),
      /BACKUP_FAILED: Code: 499. No permission$/,
    ],
    [state('BACKUP_CANCELLED'), /is BACKUP_CANCELLED/],
    [undefined, /it was started again/],
  ])('that fails says why: %j', async (found, message) => {
    const { backup } = dependencies(found);
    await expect(backUp({}, backup)).rejects.toThrow(message);
  });

  it.each(["x') --", '', 5])('is not looked for under the name %j', async (restore) => {
    const { backup, statements } = dependencies(state('RESTORED'));
    await expect(backUp({ restore }, backup)).rejects.toThrow('must be the name of a backup');
    expect(statements).toEqual([]);
  });

  it('is counted for the alarm', () => {
    const line = JSON.parse(backupLine({ backup: 'x', state: 'done' }, 'backup', 1000));
    expect(line).toMatchObject({ Function: 'backup', BackupsDone: 1 });
  });
});

describe('the disk of ClickHouse', () => {
  it('is as full as the server says', async () => {
    const used = await fullestDisk({
      rows: async (sql) => [JSON.parse(String(query(sql, 'JSONEachRow')))],
    });
    expect(used).toBeGreaterThan(0);
    expect(used).toBeLessThan(100);
  });

  it('is not guessed', async () => {
    await expect(fullestDisk({ rows: async () => [] })).rejects.toThrow('does not say how full');
  });
});
