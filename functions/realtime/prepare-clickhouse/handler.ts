import { setTimeout } from 'node:timers/promises';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { customResource } from '../../custom-resource.ts';
import { secretCredentials } from '../clickhouse/credentials.ts';
import { clickHouseServer } from '../clickhouse/server.ts';
import { readEnvironment } from './environment.ts';
import { type PrepareClickHouseProperties, prepareClickHouse } from './prepare-clickhouse.ts';

const environment = readEnvironment(process.env);
const server = clickHouseServer({
  environment,
  readCredentials: secretCredentials(new SecretsManagerClient(), environment.secretArn),
  requestTimeoutMilliseconds: 60_000,
});

/** A server that was just started pulls its image first; the function itself has ten minutes. */
const waitMilliseconds = 7 * 60_000;

export const handler = customResource<PrepareClickHouseProperties>((request) =>
  prepareClickHouse(request, {
    server,
    environment,
    waitMilliseconds,
    now: () => Date.now(),
    sleep: (milliseconds) => setTimeout(milliseconds),
    log: console.log,
  }),
);
