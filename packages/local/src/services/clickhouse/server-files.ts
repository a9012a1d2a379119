import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { escapeXml } from '../../endpoint/xml.ts';
import { writeSecretFile } from '../iam/secret-file.ts';
import type { AddedFiles } from './added-files.ts';
import { proxyHeader } from './proxy/http-proxy.ts';

export interface ServerSettings {
  /** Absolute path of a folder of its own; made when missing. */
  readonly directory: string;
  /** Letters, digits and `_`; not `default`. */
  readonly user: string;
  readonly password: string;
  /** Of its address on 127.0.0.1. Default: a free one. */
  readonly port?: number;
  /** Whether a host name other than those of the loopback interface leads here. Default: none does. */
  readonly isOwnName?: (name: string) => boolean;
  /** Whether the user may read and write files of the server's folder by `file()`. Default false. */
  readonly reachesFiles?: boolean;
  /** Added to the configuration and the users. Default: none. */
  readonly added?: AddedFiles;
  /** Database that is made when it is missing. */
  readonly database?: string;
  /** All that the server may take; a query beyond it fails with MEMORY_LIMIT_EXCEEDED. */
  readonly memoryBytes: number;
}

export interface ServerFiles {
  /** Absolute paths: of the folder of everything, the configuration, the tables, and a folder for files in the making. */
  readonly directory: string;
  readonly configuration: string;
  readonly data: string;
  readonly staging: string;
  /** Environment variables that the files of users read. */
  readonly environment: Readonly<Record<string, string>>;
  /** Of the server behind the proxy, and what it asks the proxy for. */
  readonly port: number;
  readonly secret: string;
}

const mergedFolders = ['users.d', 'config.d'];

/** Writes the server's configuration and users, readable by the owner only. */
export function writeServerFiles(settings: ServerSettings, port: number): ServerFiles {
  const { directory, user, memoryBytes, added = { files: {}, environment: {} } } = settings;
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(user) || user === 'default') {
    throw new Error(`ClickHouse here takes a user of letters, digits and _ that is not called default, not ${user}`);
  }
  const secret = randomBytes(32).toString('hex');
  const within = (name: string) => join(directory, name);
  // What ClickHouse merges: the files of this run alone.
  for (const name of mergedFolders) rmSync(within(name), { recursive: true, force: true });
  for (const name of ['data', 'tmp', 'user_files', 'staging', ...mergedFolders])
    mkdirSync(within(name), { recursive: true, mode: 0o700 });
  const configuration = {
    path: `${within('data')}/`,
    tmp_path: `${within('tmp')}/`,
    user_files_path: `${within('user_files')}/`,
    users_config: within('users.xml'),
    listen_host: '127.0.0.1',
    http_port: port,
    http_handlers: handlers(secret),
    timezone: 'UTC',
    max_server_memory_usage: memoryBytes,
    mark_cache_size: Math.floor(memoryBytes / 10),
    // An acknowledged insert outlasts a crash of the machine too: https://clickhouse.com/docs/operations/settings/merge-tree-settings
    merge_tree: { fsync_after_insert: 1, fsync_part_directory: 1 },
    'log-level': 'warning',
    logger: { log: within('server.log'), size: '10M', count: 2 },
  };
  // Before the configuration, which is there only when all is.
  writeSecretFile(
    within('users.xml'),
    document({ ...access, users: { default: owner(settings), [user]: account(settings) } }),
  );
  for (const [name, text] of Object.entries(added.files)) writeSecretFile(within(name), text);
  writeSecretFile(within('config.xml'), document(configuration));
  return {
    directory,
    configuration: within('config.xml'),
    data: within('data'),
    staging: within('staging'),
    environment: added.environment,
    port,
    secret,
  };
}

/** What a started server has read. */
export function removeServerFiles({ directory }: ServerFiles): void {
  for (const name of ['config.xml', 'users.xml', ...mergedFolders]) {
    rmSync(join(directory, name), { recursive: true, force: true });
  }
}

/** The proxy's requests and no others: for them there is nothing. https://clickhouse.com/docs/interfaces/http */
function handlers(secret: string) {
  const headers = { [proxyHeader]: secret };
  return {
    rule: [
      { url: '/ping', headers, handler: { type: 'static', status: 200, response_content: 'Ok.\n' } },
      { headers, handler: { type: 'dynamic_query_handler', query_param_name: 'query' } },
    ],
  };
}

/**
 * The process itself is a session of `default`, which has no password. The proxy lets nobody else be it; all it may do is
 * start the server.
 */
function owner({ database }: ServerSettings) {
  return {
    password: '',
    networks: { ip: '127.0.0.1' },
    profile: 'default',
    quota: 'default',
    grants: {
      query: [
        'GRANT SYSTEM LISTEN ON *.*',
        'GRANT SELECT ON system.numbers',
        ...(database === undefined ? [] : [`GRANT CREATE DATABASE ON ${quoteName(database)}.*`]),
      ],
    },
  };
}

export function quoteName(name: string): string {
  return `\`${name.replaceAll(/[`\\]/g, '\\$&')}\``;
}

/** Settings that run a text as SQL, where a function could hide, or read SQL in another language. */
const constantSettings = {
  additional_result_filter: '',
  additional_table_filters: '{}',
  allow_experimental_eval_table_function: 0,
  dialect: 'clickhouse',
  parallel_replicas_custom_key: '',
};

/**
 * Settings that name a file or an address to read or write while a format is: no grant governs them.
 * https://clickhouse.com/docs/operations/settings/formats
 */
const constantFormatSettings = {
  format_avro_schema_registry_url: '',
  format_schema: '',
  format_template_resultset: '',
  format_template_row: '',
  input_format_record_errors_file_path: '',
  output_format_schema: '',
};

/** Settings of tables that put their files elsewhere, on this machine or another. */
const constantTableSettings = ['merge_tree_disk', 'merge_tree_storage_policy'];

const access = {
  profiles: {
    default: {
      ...constantSettings,
      ...constantFormatSettings,
      // A reader that has gone away leaves nothing running.
      cancel_http_readonly_queries_on_client_close: 1,
      constraints: Object.fromEntries(
        [...Object.keys({ ...constantSettings, ...constantFormatSettings }), ...constantTableSettings].map((name) => [
          name,
          { const: '' },
        ]),
      ),
    },
  },
  quotas: { default: {} },
};

/** All that stays within the server's own databases. What is not here (sources, most of SYSTEM, KILL, users, functions) leads out. */
const privileges = [
  'CHECK, SHOW, SELECT, INSERT, ALTER, DROP DATABASE, DROP TABLE, DROP VIEW, UNDROP TABLE, TRUNCATE, OPTIMIZE',
  'CREATE DATABASE, CREATE TABLE, CREATE VIEW, BACKUP, SYSTEM MERGES',
].join(', ');

/** Engines that keep their rows here, or none. */
const tableEngines = [
  ...['', 'Replacing', 'Summing', 'Aggregating', 'Collapsing', 'VersionedCollapsing', 'Coalescing'].map(
    (kind) => `${kind}MergeTree`,
  ),
  ...['Log', 'TinyLog', 'StripeLog', 'Memory', 'Null', 'Set', 'Join', 'View', 'MaterializedView'],
];

/**
 * As the image makes its CLICKHOUSE_USER, but with a list of what it may do instead of everything.
 * https://clickhouse.com/docs/sql-reference/statements/grant
 */
function account({ password, reachesFiles = false }: ServerSettings) {
  return {
    password_sha256_hex: createHash('sha256').update(password).digest('hex'),
    networks: { ip: '::/0' },
    profile: 'default',
    quota: 'default',
    grants: {
      query: [
        `GRANT ${privileges} ON *.*`,
        ...tableEngines.map((engine) => `GRANT TABLE ENGINE ON ${engine}`),
        ...(reachesFiles ? ['GRANT READ, WRITE ON FILE', 'GRANT CREATE TEMPORARY TABLE ON *.*'] : []),
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
