import { isObject } from '../../../schemas/parse-json.ts';
import type { ClickHouseServer } from '../clickhouse/server.ts';

export interface Dependencies {
  readonly server: Pick<ClickHouseServer, 'run' | 'rows'>;
  readonly database: string;
  /** Where backups go, each into a folder of its own: an S3 address without a slash at its end. */
  readonly folder: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** When to stop looking, in milliseconds since the epoch. */
  readonly deadline: number;
}

export interface BackupResult {
  /** The folder of the backup, below that of all. */
  readonly backup: string;
  readonly state: 'done' | 'running';
}

const pauseMilliseconds = 5000;

/**
 * The server signs for its own role. It does not do so for anybody's SQL unless it is told to.
 * https://clickhouse.com/docs/operations/backup/s3_endpoint
 */
const ownCredentials = 's3_allow_server_credentials_in_user_queries = 1';

/**
 * Backs the database up into a new folder, or with `{"restore": "2026-11-21T03-00-00Z"}` brings one back: into the tables
 * that are there, so that what came in since stays (rows that are in both are one, as they are after a repetition). The
 * server does the work by itself; what takes longer than this call goes on without it. Throws with the server's reason.
 */
export async function backUp(request: unknown, dependencies: Dependencies): Promise<BackupResult> {
  const restore = isObject(request) ? request.restore : undefined;
  if (restore !== undefined && (typeof restore !== 'string' || !/^[\w-]+$/.test(restore))) {
    throw new Error('restore must be the name of a backup, such as 2026-11-21T03-00-00Z');
  }
  const time = new Date(dependencies.now()).toISOString().slice(0, 19).replaceAll(':', '-');
  const backup = restore ?? `${time}Z`;
  const place = `S3('${dependencies.folder}/${backup}')`;
  const id = `${restore === undefined ? 'backup' : 'restore'}-${time}Z`;
  const settings = `SETTINGS id = '${id}', ${ownCredentials}`;
  await dependencies.server.run(
    restore === undefined
      ? `BACKUP DATABASE ${dependencies.database} TO ${place} ${settings} ASYNC`
      : `RESTORE DATABASE ${dependencies.database} FROM ${place} ${settings}, allow_non_empty_tables = 1 ASYNC`,
  );
  return { backup, state: await outcome(id, dependencies) };
}

async function outcome(id: string, { server, now, sleep, deadline }: Dependencies): Promise<BackupResult['state']> {
  for (;;) {
    const sql = 'SELECT status, error FROM system.backups WHERE id = {id:String}';
    const [row] = await server.rows(sql, { id });
    // The list is the server's own and ends with it.
    if (row === undefined) throw new Error(`ClickHouse does not know of ${id} any more: it was started again`);
    const status = String(row.status);
    if (status === 'BACKUP_CREATED' || status === 'RESTORED') return 'done';
    if (/FAILED|CANCELLED/.test(status)) throw new Error(`${id} is ${status}: ${firstSentence(String(row.error))}`);
    if (now() + pauseMilliseconds >= deadline) return 'running';
    await sleep(pauseMilliseconds);
  }
}

function firstSentence(error: string): string {
  return (error.split(/, Stack trace|\n/)[0] ?? '').slice(0, 300);
}
