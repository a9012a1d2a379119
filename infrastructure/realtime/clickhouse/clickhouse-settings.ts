/** A name that no server has: https://datatracker.ietf.org/doc/html/rfc6761#section-6.4 */
const noHost = 'none.invalid';

/**
 * Where a container gets its role's credentials.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
 */
const credentialsHost = '169.254.170.2';

/**
 * Settings of the server that close ways out of it, whoever asks: it calls the host of its backups and no other. System
 * tables and table engines need grants. The image's own settings stay: `user_files`, the only folder that file() reads, is
 * empty, and no statement names a folder for a disk.
 * https://clickhouse.com/docs/operations/server-configuration-parameters/settings#remote_url_allow_hosts
 * https://clickhouse.com/docs/operations/server-configuration-parameters/settings#custom_local_disks_base_directory
 */
export function settingsFile(backupHost: string | undefined): string {
  const hosts = backupHost === undefined ? [noHost] : [backupHost, credentialsHost];
  return [
    '<clickhouse>',
    `<remote_url_allow_hosts>${hosts.map((host) => `<host>${host}</host>`).join('')}</remote_url_allow_hosts>`,
    '<access_control_improvements>',
    '<select_from_system_db_requires_grant>true</select_from_system_db_requires_grant>',
    '<table_engines_require_grant>true</table_engines_require_grant>',
    '</access_control_improvements>',
    '</clickhouse>',
  ].join('');
}
