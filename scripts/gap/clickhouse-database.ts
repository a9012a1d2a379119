import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { ClickHouseDatabase } from './clickhouse-query.ts';
import { type Connection, parseAnswer } from './connection.ts';
import { NotReachable, UsageError } from './errors.ts';

/** Environment variable for what --clickhouse says. */
const urlVariable = 'GAP_CLICKHOUSE_URL';

/**
 * The pipeline's database in ClickHouse: at `url` (--clickhouse), else where the environment says, else where a local run
 * has it, else that of a server which was there before the stack. An address without a user gets that of the stack's secret.
 * Throws NotReachable when no address is known: that of a server which the stack made is not a public one.
 */
export async function clickHouseDatabase(
  connection: Connection,
  url = process.env[urlVariable],
): Promise<ClickHouseDatabase> {
  const { local, clickhouse, outputs } = connection;
  const existing = outputs.ClickHouseCertificate === undefined ? outputs.ClickHouseUrl : undefined;
  const address = url || clickhouse || existing;
  if (address === undefined) {
    throw new NotReachable(
      local
        ? 'this pipeline has no ClickHouse: set INGEST_MODE: REAL_TIME_KDS and CLICKHOUSE among REAL_TIME_STORES in config.yaml'
        : `the stack's ClickHouse has no public address: reach it through its VPC, and say where with --clickhouse or ${urlVariable}`,
    );
  }
  const parsed = URL.canParse(address) ? new URL(address) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    throw new UsageError(`--clickhouse takes https://host:8443 or https://user:password@host:8443, not ${address}`);
  }
  if (parsed.username === '' && outputs.ClickHouseSecret !== undefined) {
    const { username, password } = await readLogin(connection, outputs.ClickHouseSecret);
    parsed.username = encodeURIComponent(username);
    parsed.password = encodeURIComponent(password);
  }
  return { url: parsed.href, database: outputs.EventsDatabase ?? 'default' };
}

async function readLogin({ clientSettings }: Connection, SecretId: string) {
  const client = new SecretsManagerClient(clientSettings);
  const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId }));
  const login = parseAnswer(SecretString);
  if (typeof login === 'object' && login !== null && 'username' in login && 'password' in login) {
    return { username: String(login.username), password: String(login.password) };
  }
  throw new Error(`the secret ${SecretId} has no username and password`);
}
