import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import { customResource } from '../../custom-resource.ts';
import { secretCredentials } from '../clickhouse/credentials.ts';
import { clickHouseServer } from '../clickhouse/server.ts';
import { readEnvironment, statementsFile } from './environment.ts';
import { type PrepareOptions, prepareClickHouse } from './prepare-clickhouse.ts';
import { readStatements } from './statements.ts';

const environment = readEnvironment(process.env);
const server = clickHouseServer({
  environment,
  readCredentials: secretCredentials(new SecretsManagerClient(), environment.secretArn),
  requestTimeoutMilliseconds: 60_000,
});

/** A server that was just started pulls its image first; the function itself has ten minutes. */
const patienceMilliseconds = 7 * 60_000;

const options = (waitMilliseconds: number): PrepareOptions => ({
  statements: readStatements(readFileSync(new URL(statementsFile, import.meta.url), 'utf8')),
  server,
  environment,
  waitMilliseconds,
  now: () => Date.now(),
  sleep: (milliseconds) => setTimeout(milliseconds),
  log: console.log,
});

const onRequest = customResource<unknown>((request) => prepareClickHouse(request, options(patienceMilliseconds)));

/** Called by a deployment, or with `{}` by whoever wants back what is missing: answers what was prepared. */
export const handler = async (
  event: CloudFormationCustomResourceEvent<unknown> | { readonly RequestType?: undefined },
  context: Context,
): Promise<{ readonly prepared: string } | undefined> => {
  if (event.RequestType !== undefined) {
    await onRequest(event, context);
    return undefined;
  }
  const { physicalResourceId } = await prepareClickHouse({ RequestType: 'Update' }, options(0));
  return { prepared: physicalResourceId };
};
