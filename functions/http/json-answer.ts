import type { APIGatewayProxyResult } from 'aws-lambda';

export const jsonType = 'application/json';

/** An answer that a browser may read from any origin. */
export function jsonAnswer(statusCode: number, body: unknown): APIGatewayProxyResult {
  return {
    statusCode,
    headers: { 'Content-Type': jsonType, 'Access-Control-Allow-Origin': '*' },
    body: JSON.stringify(body),
  };
}
