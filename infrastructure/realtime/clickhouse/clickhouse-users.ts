/** Makes tables, backups and other users: what the deployment and the administrators of the pipeline log in as. */
export const administrator = 'pipeline';

/** What the functions log in as that run all the time: it adds rows, and asks how full the disk is. */
export const loader = 'loader';

/** Environment variable of the container with the loader's password. */
export const loaderPassword = 'LOADER_PASSWORD';

/**
 * The image makes one user of its variables, who may do everything. The other one is a file of ClickHouse's own, with its
 * password from the environment of the server, in place before the first connection and without a statement to run.
 * What a table is like anybody may ask who may write it.
 * https://clickhouse.com/docs/operations/settings/settings-users
 * https://clickhouse.com/docs/operations/configuration-files#from_env_zk
 */
export function loaderFile(database: string): string {
  const grants = [`GRANT INSERT ON ${database}.*`, 'GRANT SELECT ON system.disks'];
  return [
    `<clickhouse><users><${loader}>`,
    `<password from_env="${loaderPassword}"/>`,
    '<networks><ip>::/0</ip></networks><profile>default</profile><quota>default</quota>',
    `<grants>${grants.map((grant) => `<query>${grant}</query>`).join('')}</grants>`,
    `</${loader}></users></clickhouse>`,
  ].join('');
}
