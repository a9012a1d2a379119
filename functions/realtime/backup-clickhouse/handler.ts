import { setTimeout } from 'node:timers/promises';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Context } from 'aws-lambda';
import { backupLine } from '../../metrics/clickhouse-backups.ts';
import { secretCredentials } from '../clickhouse/credentials.ts';
import { clickHouseServer } from '../clickhouse/server.ts';
import { type BackupResult, backUp } from './backup-clickhouse.ts';
import { readEnvironment } from './environment.ts';

const { clickHouse, folder } = readEnvironment();
const now = () => Date.now();
const server = clickHouseServer({
  environment: clickHouse,
  readCredentials: secretCredentials(new SecretsManagerClient({}), clickHouse.secretArn),
  requestTimeoutMilliseconds: 60_000,
});
const answerMilliseconds = 10_000;

export const handler = async (request: unknown, context: Context): Promise<BackupResult> => {
  const result = await backUp(request, {
    server,
    database: clickHouse.database,
    folder,
    now,
    sleep: (milliseconds) => setTimeout(milliseconds),
    deadline: now() + context.getRemainingTimeInMillis() - answerMilliseconds,
  });
  console.log(backupLine(result, context.functionName, now()));
  return result;
};
