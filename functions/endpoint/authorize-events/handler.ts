import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { readEnvironment } from './environment.ts';
import { handle } from './handle.ts';
import { storedKeys } from './stored-keys.ts';

const findKey = storedKeys(new DynamoDBClient({}), readEnvironment().authorizationsTable);

export const handler = (event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> =>
  handle(event, findKey);
