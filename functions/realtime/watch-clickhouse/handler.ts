import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Context } from 'aws-lambda';
import { diskLine } from '../../metrics/clickhouse-disk.ts';
import { secretCredentials } from '../clickhouse/credentials.ts';
import { clickHouseServer } from '../clickhouse/server.ts';
import { readEnvironment } from './environment.ts';
import { fullestDisk } from './watch-clickhouse.ts';

const environment = readEnvironment();
const server = clickHouseServer({
  environment,
  readCredentials: secretCredentials(new SecretsManagerClient({}), environment.secretArn),
  requestTimeoutMilliseconds: 10_000,
});

export const handler = async (_: unknown, context: Context): Promise<void> => {
  console.log(diskLine(await fullestDisk(server), context.functionName, Date.now()));
};
