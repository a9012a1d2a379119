import { setTimeout } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Context, KinesisStreamBatchResponse } from 'aws-lambda';
import { applicationCache } from '../../event/applications.ts';
import { registeredNames } from '../../event/registered-names.ts';
import { tableCheck } from '../clickhouse/check-tables.ts';
import { secretCredentials } from '../clickhouse/credentials.ts';
import { clickHouseServer } from '../clickhouse/server.ts';
import { rawEvents, rawFailedEvents, rawQuarantinedEvents } from '../clickhouse/tables.ts';
import type { LoaderEvent } from '../shard-batch.ts';
import { readEnvironment } from './environment.ts';
import { handle } from './handle.ts';

const { applicationsTable, judging, clickHouse } = readEnvironment();
const now = () => Date.now();
const sleep = (milliseconds: number) => setTimeout(milliseconds);
/** One attempt: what follows a failure is decided in one place, by the time that is left. */
const client = new DynamoDBClient({ maxAttempts: 1 });
const readNames = registeredNames(client, applicationsTable, { now, sleep, random: Math.random });
const applications = applicationCache({ readNames, now });
const server = clickHouseServer({
  environment: clickHouse,
  readCredentials: secretCredentials(new SecretsManagerClient(), clickHouse.secretArn),
  requestTimeoutMilliseconds: 10_000,
});
const tables = [rawEvents, rawQuarantinedEvents, rawFailedEvents];
const checkTables = tableCheck(server, clickHouse.database, tables, now);

export const handler = (event: LoaderEvent, context: Context): Promise<KinesisStreamBatchResponse> =>
  handle(event, context, { server, checkTables, applications, judging, now, sleep, log: console.log });
