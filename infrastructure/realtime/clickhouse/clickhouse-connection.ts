import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { clickHouseEnvironmentNames as names } from '../../../functions/realtime/clickhouse/environment.ts';
import type { FunctionNetwork } from '../../network/function-network.ts';

/** How functions reach ClickHouse, whoever runs it. */
export interface ClickHouseConnection {
  /** `https://…:8443` */
  readonly url: string;
  /** Of `{"username", "password"}`. */
  readonly secretArn: string;
  /** PEM of the certificate that the server must have; empty: one that the world trusts. */
  readonly certificate: string;
  readonly database: string;
  /** Name of the cluster that tables are made on; empty: the one server. */
  readonly cluster: string;
  /** Undefined: it is reached over the internet. */
  readonly network: FunctionNetwork | undefined;
}

export function clickHouseEnvironment(connection: ClickHouseConnection): Readonly<Record<string, string>> {
  return {
    [names.url]: connection.url,
    [names.secret]: connection.secretArn,
    [names.caCertificate]: connection.certificate,
    [names.database]: connection.database,
    [names.cluster]: connection.cluster,
  };
}

export function readLogin({ secretArn }: ClickHouseConnection): PolicyStatement {
  return new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secretArn] });
}
