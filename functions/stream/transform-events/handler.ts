import { setTimeout } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context, FirehoseTransformationEvent, FirehoseTransformationResult } from 'aws-lambda';
import { applicationCache } from '../../event/applications.ts';
import { registeredNames } from '../../event/registered-names.ts';
import { readEnvironment } from './environment.ts';
import { handle } from './handle.ts';

const { applicationsTable, judging } = readEnvironment();
const now = () => Date.now();
const sleep = (milliseconds: number) => setTimeout(milliseconds);
/** One attempt: what follows a failure is decided in one place, by the time that is left. */
const client = new DynamoDBClient({ maxAttempts: 1 });
const readNames = registeredNames(client, applicationsTable, { now, sleep, random: Math.random });
const applications = applicationCache({ readNames, now });

export const handler = (event: FirehoseTransformationEvent, context: Context): Promise<FirehoseTransformationResult> =>
  handle(event, context, { applications, judging, now, log: console.log });
