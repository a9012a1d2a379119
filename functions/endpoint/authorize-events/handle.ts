import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { authorizeEvents, type FindKey } from './authorize-events.ts';

/**
 * The authorizer behind the shape of a REQUEST event.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html
 *
 * Throws `Unauthorized` when there is no key (API Gateway answers 401; with the header as an identity source it does so
 * without a call), and `AuthorizationFailed` when the key could not be looked up (500, not cached). What is logged about
 * a failure is its name: an SDK's message may hold parts of the request.
 */
export async function handle(
  event: Pick<APIGatewayRequestAuthorizerEvent, 'methodArn' | 'headers'>,
  findKey: FindKey,
): Promise<APIGatewayAuthorizerResult> {
  const key = authorizationHeader(event.headers);
  if (key === undefined || key === '') throw new Error('Unauthorized');
  try {
    return await authorizeEvents({ methodArn: event.methodArn, key }, findKey);
  } catch (error) {
    const name = error instanceof Error ? error.name : 'UnknownError';
    console.error(JSON.stringify({ level: 'error', message: 'The key could not be looked up', error: name }));
    throw new Error('AuthorizationFailed');
  }
}

/** Header names come as the client wrote them. */
function authorizationHeader(headers: APIGatewayRequestAuthorizerEvent['headers']): string | undefined {
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (name.toLowerCase() === 'authorization') return value;
  }
  return undefined;
}
