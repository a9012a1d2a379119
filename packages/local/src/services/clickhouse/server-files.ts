import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { escapeXml } from '../../endpoint/xml.ts';
import { writeSecretFile } from '../iam/secret-file.ts';
import type { UsersFiles } from './users-files.ts';

export interface ServerSettings {
  /** Absolute path of a folder of its own; made when missing. */
  readonly directory: string;
  /** Letters, digits and `_`; not `default`. */
  readonly user: string;
  readonly password: string;
  /** Whether the user may make other users and grant rights. Default false. */
  readonly accessManagement?: boolean;
  /** Whether file() reads and writes all that this process may, wherever it is. Default false: no file at all. */
  readonly reachesFiles?: boolean;
  /** More users than that one. Default: none. */
  readonly users?: UsersFiles;
  /** Database that is made when it is missing. */
  readonly database?: string;
  /** All that the server may take; a query beyond it fails with MEMORY_LIMIT_EXCEEDED. */
  readonly memoryBytes: number;
}

export interface ServerFiles {
  /** Absolute paths: of the configuration, the tables' folder, and a folder for files in the making. */
  readonly configuration: string;
  readonly data: string;
  readonly staging: string;
  /** Environment variables that the files of users read. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Writes the server's configuration and users, readable by the owner only. */
export function writeServerFiles(settings: ServerSettings, port: number): ServerFiles {
  const { directory, user, memoryBytes, users = { files: {}, environment: {} } } = settings;
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(user) || user === 'default') {
    throw new Error(`ClickHouse here takes a user of letters, digits and _ that is not called default, not ${user}`);
  }
  const within = (name: string) => join(directory, name);
  // What ClickHouse merges into users.xml: those of this run alone.
  rmSync(within('users.d'), { recursive: true, force: true });
  for (const name of ['data', 'tmp', 'user_files', 'staging', 'users.d'])
    mkdirSync(within(name), { recursive: true, mode: 0o700 });
  const configuration = {
    path: `${within('data')}/`,
    tmp_path: `${within('tmp')}/`,
    user_files_path: `${within('user_files')}/`,
    users_config: within('users.xml'),
    listen_host: '127.0.0.1',
    http_port: port,
    timezone: 'UTC',
    max_server_memory_usage: memoryBytes,
    mark_cache_size: Math.floor(memoryBytes / 10),
    // An acknowledged insert outlasts a crash of the machine too: https://clickhouse.com/docs/operations/settings/merge-tree-settings
    merge_tree: { fsync_after_insert: 1, fsync_part_directory: 1 },
    'log-level': 'warning',
    logger: { log: within('server.log'), size: '10M', count: 2 },
  };
  // Before the configuration, which is there only when all is.
  writeSecretFile(within('users.xml'), document({ ...access, users: { default: owner, [user]: account(settings) } }));
  for (const [name, text] of Object.entries(users.files)) writeSecretFile(within(join('users.d', name)), text);
  writeSecretFile(within('config.xml'), document(configuration));
  return {
    configuration: within('config.xml'),
    data: within('data'),
    staging: within('staging'),
    environment: users.environment,
  };
}

/**
 * The process itself is a session of `default`, which has no password and comes from 127.0.0.1, as everybody here does.
 * So this user may do nothing but what starts the server, twice, and that is done before anybody can connect.
 */
const owner = {
  password: '',
  networks: { ip: '127.0.0.1' },
  profile: 'default',
  quota: 'start',
  grants: { query: ['GRANT SYSTEM LISTEN ON *.*', 'GRANT SELECT ON system.numbers'] },
};

const access = {
  profiles: { default: {} },
  quotas: { default: {}, start: { interval: { duration: 2_000_000_000, queries: 2 } } },
};

/**
 * As the image makes its CLICKHOUSE_USER, but for files: a server gives those of its `user_files` only, `clickhouse local`
 * any of the machine.
 * https://clickhouse.com/docs/sql-reference/statements/grant
 */
function account({ password, accessManagement = false, reachesFiles = false }: ServerSettings) {
  return {
    password_sha256_hex: createHash('sha256').update(password).digest('hex'),
    networks: { ip: '::/0' },
    profile: 'default',
    quota: 'default',
    grants: {
      query: [
        `GRANT ALL ON *.*${accessManagement ? ' WITH GRANT OPTION' : ''}`,
        ...(accessManagement ? [] : ['REVOKE ACCESS MANAGEMENT ON *.*']),
        ...(reachesFiles ? [] : ['REVOKE READ, WRITE ON FILE', 'REVOKE READ, WRITE ON SQLITE']),
        ...(reachesFiles ? [] : ['REVOKE TABLE ENGINE ON File', 'REVOKE TABLE ENGINE ON SQLite']),
      ],
    },
  };
}

/** ClickHouse repeats an element where XML has a list. */
function document(content: Record<string, unknown>): string {
  return `<clickhouse>${elements(content)}</clickhouse>\n`;
}

function elements(content: unknown): string {
  if (typeof content !== 'object' || content === null) return escapeXml(String(content));
  return Object.entries(content)
    .flatMap(([name, value]) => [value].flat().map((item) => `<${name}>${elements(item)}</${name}>`))
    .join('');
}
