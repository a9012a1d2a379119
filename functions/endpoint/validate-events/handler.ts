import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { readEnvironment } from './environment.ts';
import { handle } from './handle.ts';

const { judging } = readEnvironment();

export const handler = (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> =>
  handle(event, judging, console.error);
