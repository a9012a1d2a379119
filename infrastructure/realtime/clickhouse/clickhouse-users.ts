/** Makes tables, backups and other users: what the deployment and the administrators of the pipeline log in as. */
export const administrator = 'pipeline';

/** What the functions log in as that run all the time: it adds rows, and asks how full the disk is. */
export const loader = 'loader';

/** Reads the tables and views of the database, and changes nothing. */
export const analyst = 'analyst';

/** Environment variables of the container with the passwords of the users that the image does not make itself. */
export const loaderPassword = 'LOADER_PASSWORD';
export const analystPassword = 'ANALYST_PASSWORD';

const administered =
  'CHECK, SHOW, SELECT, INSERT, ALTER, CREATE DATABASE, CREATE TABLE, CREATE VIEW, DROP TABLE, DROP VIEW, UNDROP TABLE, ' +
  'TRUNCATE, OPTIMIZE';
const accounts = 'CREATE USER, ALTER USER, DROP USER, SHOW USERS';
const systemTables = ['backups', 'disks', 'parts', 'mutations', 'merges', 'processes', 'clusters'];
const tableEngines = [
  'MergeTree',
  'ReplacingMergeTree',
  'AggregatingMergeTree',
  'SummingMergeTree',
  'MaterializedView',
];

/** How long a question of an analyst may take, in seconds. */
const maxQuestionSeconds = 600;

export interface UsersFileOptions {
  readonly database: string;
  /** Where the server writes its backups: `https://bucket.s3.region.amazonaws.com/folder`. Undefined: it makes none. */
  readonly backupUrl: string | undefined;
}

/**
 * What each user may do, by a list: there is no right to read a file, to run a program, to call another address (but that
 * of the backups) or to use another database. The image makes the administrator with every right; `replace` takes them
 * away again. The other users are in this file alone, with their passwords from the server's environment.
 * https://clickhouse.com/docs/operations/settings/settings-users
 * https://clickhouse.com/docs/operations/configuration-files#from_env_zk
 */
export function usersFile({ database, backupUrl }: UsersFileOptions): string {
  const administratorGrants = [
    `GRANT ${administered} ON ${database}.* WITH GRANT OPTION`,
    `GRANT ${accounts} ON *.*`,
    ...systemTables.map((table) => `GRANT SELECT ON system.${table}`),
    ...tableEngines.map((engine) => `GRANT TABLE ENGINE ON ${engine}`),
    ...(backupUrl === undefined ? [] : [`GRANT BACKUP ON ${database}.*`, `GRANT READ, WRITE ON S3('${backupUrl}/.*')`]),
  ];
  // What a table is like anybody may ask who may write it.
  const loaderGrants = [`GRANT INSERT ON ${database}.*`, 'GRANT SELECT ON system.disks'];
  const analystGrants = [`GRANT SHOW, SELECT ON ${database}.*`];
  return [
    '<clickhouse><profiles>',
    // A question may set what it needs, but changes nothing, and always ends: at its limit, or when nobody waits for it.
    `<${analyst}><readonly>2</readonly><max_execution_time>${maxQuestionSeconds}</max_execution_time>`,
    '<cancel_http_readonly_queries_on_client_close>1</cancel_http_readonly_queries_on_client_close>',
    // 0 would be no limit. https://clickhouse.com/docs/operations/settings/constraints-on-settings
    `<constraints><max_execution_time><min>1</min><max>${maxQuestionSeconds}</max></max_execution_time></constraints></${analyst}>`,
    '</profiles><users>',
    `<${administrator}>${grants(administratorGrants)}</${administrator}>`,
    user(loader, loaderPassword, 'default', loaderGrants),
    user(analyst, analystPassword, analyst, analystGrants),
    '</users></clickhouse>',
  ].join('');
}

function user(name: string, passwordVariable: string, profile: string, queries: readonly string[]): string {
  return [
    `<${name}><password from_env="${passwordVariable}"/><networks><ip>::/0</ip></networks>`,
    `<profile>${profile}</profile><quota>default</quota>${grants(queries)}</${name}>`,
  ].join('');
}

function grants(queries: readonly string[]): string {
  return `<grants replace="replace">${queries.map((query) => `<query>${query}</query>`).join('')}</grants>`;
}
