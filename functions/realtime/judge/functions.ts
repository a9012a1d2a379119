import { setTimeout } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { applicationCache } from '../../event/applications.ts';
import { registeredNames } from '../../event/registered-names.ts';
import { readEnvironment } from '../../stream/transform-events/environment.ts';
import type { JobFunction } from './job-function.ts';
import { judgeFunction } from './judge-function.ts';

/** How long look-ups of one batch may be tried again. */
const lookUpMilliseconds = 30_000;

/**
 * The functions that job.sql calls, by their names in SQL, for an engine that cannot call the runner's Java. `properties`
 * are the application's runtime properties. Throws naming the property that is missing or holds what it must not.
 */
export function openFunctions(properties: Readonly<Record<string, string>>): Readonly<Record<string, JobFunction>> {
  const { applicationsTable, judging } = readEnvironment(properties);
  const now = () => Date.now();
  const sleep = (milliseconds: number) => setTimeout(milliseconds);
  /** One attempt: what follows a failure is decided in one place, by the time that is left. */
  const client = new DynamoDBClient({ maxAttempts: 1, region: properties.AWS_REGION });
  const readNames = registeredNames(client, applicationsTable, { now, sleep, random: Math.random });
  const applications = applicationCache({ readNames, now });
  return {
    judge: judgeFunction({
      knownApplication: applications.known,
      findApplications: (ids) => applications.find(ids, now() + lookUpMilliseconds),
      judging,
    }),
  };
}
