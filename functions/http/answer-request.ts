import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { ApiError } from './api-error.ts';
import { jsonAnswer } from './json-answer.ts';

/** Error names of AWS services that mean: too many requests at once, try again. */
const throttles = new Set(['ProvisionedThroughputExceededException', 'ThrottlingException', 'RequestLimitExceeded']);

/**
 * Answers with what `serve` returns as JSON, or with its error in the API's words. Never throws: a throttled service is
 * 503 `ServiceUnavailable`; anything unexpected is 500 `InternalError`, with its name in the log (`log` takes a line)
 * and nothing about it in the answer.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export async function answerRequest(
  { httpMethod, resource }: Pick<APIGatewayProxyEvent, 'httpMethod' | 'resource'>,
  serve: () => unknown,
  log: (line: string) => void,
): Promise<APIGatewayProxyResult> {
  try {
    return jsonAnswer(200, await serve());
  } catch (error) {
    const refusal = error instanceof ApiError ? error : refuse(error, `${httpMethod} ${resource}`, log);
    return jsonAnswer(refusal.status, { error: refusal.code, error_detail: refusal.message });
  }
}

function refuse(error: unknown, route: string, log: (line: string) => void): ApiError {
  const name = error instanceof Error ? error.name : 'UnknownError';
  log(JSON.stringify({ level: 'error', message: 'The request failed', route, error: name }));
  if (throttles.has(name)) return new ApiError('ServiceUnavailable', 'The service is busy. Try again.');
  return new ApiError('InternalError', 'Something went wrong. The log has more.');
}
