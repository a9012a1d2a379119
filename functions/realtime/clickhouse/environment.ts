import { type Environment, required } from '../../environment.ts';

/** Environment variables of every function that reaches ClickHouse; the constructs that deploy them set them by these names. */
export const clickHouseEnvironmentNames = {
  url: 'CLICKHOUSE_URL',
  secret: 'CLICKHOUSE_SECRET_ARN',
  caCertificate: 'CLICKHOUSE_CA_CERTIFICATE',
  database: 'CLICKHOUSE_DATABASE',
  cluster: 'CLICKHOUSE_CLUSTER',
} as const;

export interface ClickHouseEnvironment {
  /** `https://host:8443` */
  readonly url: string;
  /** Of a secret in Secrets Manager that holds `{"username", "password"}`. */
  readonly secretArn: string;
  /** PEM; empty: the server's certificate is from one of the authorities that every system knows. */
  readonly caCertificate: string;
  readonly database: string;
  /** Name of the cluster whose replicas the tables are on; empty: the server stands alone. */
  readonly cluster: string;
}

/** Throws naming the variable that is missing or holds what it must not. */
export function readClickHouse(environment: Environment): ClickHouseEnvironment {
  const url = required(environment, clickHouseEnvironmentNames.url);
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new Error(`Environment variable ${clickHouseEnvironmentNames.url} must be an address with http or https`);
  }
  return {
    url,
    secretArn: required(environment, clickHouseEnvironmentNames.secret),
    caCertificate: environment[clickHouseEnvironmentNames.caCertificate] ?? '',
    database: required(environment, clickHouseEnvironmentNames.database),
    cluster: environment[clickHouseEnvironmentNames.cluster] ?? '',
  };
}
