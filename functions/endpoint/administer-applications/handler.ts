import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { dynamodbStore } from './dynamodb-store.ts';
import { readEnvironment } from './environment.ts';
import { handle } from './handle.ts';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
  marshallOptions: { removeUndefinedValues: true },
});
const store = dynamodbStore(client, { ...readEnvironment(), sleep: (milliseconds) => setTimeout(milliseconds) });

export const handler = (event: APIGatewayProxyEvent, context: Context): Promise<APIGatewayProxyResult> => {
  const dependencies = {
    store,
    now: Date.now,
    randomUuid: randomUUID,
    randomBytes,
    remainingMilliseconds: () => context.getRemainingTimeInMillis(),
  };
  return handle(event, dependencies, console.error);
};
