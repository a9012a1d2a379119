import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { ApiError } from '../../http/api-error.ts';
import {
  changeAuthorization,
  createApplication,
  createAuthorization,
  deleteApplication,
  deleteAuthorization,
  getApplication,
  getAuthorization,
  listApplications,
  listAuthorizations,
  type Route,
  setUpRedshift,
  type World,
} from './administer-applications.ts';

/** The resource's path in API Gateway, whatever it calls its parameters. */
const routes: Readonly<Record<string, Route>> = {
  'POST /applications': createApplication,
  'GET /applications': listApplications,
  'GET /applications/{}': getApplication,
  'DELETE /applications/{}': deleteApplication,
  'POST /applications/{}/authorizations': createAuthorization,
  'GET /applications/{}/authorizations': listAuthorizations,
  'GET /applications/{}/authorizations/{}': getAuthorization,
  'PUT /applications/{}/authorizations/{}': changeAuthorization,
  'DELETE /applications/{}/authorizations/{}': deleteAuthorization,
  'POST /redshift/setup': setUpRedshift,
};

export type ProxyEvent = Pick<
  APIGatewayProxyEvent,
  'resource' | 'httpMethod' | 'pathParameters' | 'queryStringParameters' | 'body' | 'isBase64Encoded'
>;

/** Errors of DynamoDB that mean: too much at once, try again. */
const throttles = new Set(['ProvisionedThroughputExceededException', 'ThrottlingException', 'RequestLimitExceeded']);

/**
 * The admin API behind API Gateway's proxy event, and its answer with the headers of CORS.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 *
 * Never throws: a throttled table is 503 `ServiceUnavailable`, anything unexpected 500 `InternalError`, of which the log
 * (`log` takes a line) has the name and the client nothing.
 */
export async function handle(
  event: ProxyEvent,
  world: World,
  log: (line: string) => void,
): Promise<APIGatewayProxyResult> {
  try {
    return answer(200, await dispatch(event, world));
  } catch (error) {
    const refusal = error instanceof ApiError ? error : refuse(error, event, log);
    return answer(refusal.status, { error: refusal.code, error_detail: refusal.message });
  }
}

async function dispatch(event: ProxyEvent, world: World): Promise<unknown> {
  const names: string[] = [];
  const path = event.resource.replace(/\{([^}]*)\}/g, (_, name: string) => {
    names.push(name);
    return '{}';
  });
  const name = `${event.httpMethod} ${path}`;
  const route = Object.hasOwn(routes, name) ? routes[name] : undefined;
  if (route === undefined) throw new ApiError('NotFound', 'There is no such route.');
  const [applicationId = '', apiKeyId = ''] = names.map((parameter) => event.pathParameters?.[parameter] ?? '');
  const body = event.isBase64Encoded && event.body !== null ? Buffer.from(event.body, 'base64').toString() : event.body;
  return route({ applicationId, apiKeyId, query: event.queryStringParameters, body }, world);
}

function refuse(error: unknown, event: ProxyEvent, log: (line: string) => void): ApiError {
  const name = error instanceof Error ? error.name : 'UnknownError';
  const route = `${event.httpMethod} ${event.resource}`;
  log(JSON.stringify({ level: 'error', message: 'The request failed', route, error: name }));
  if (throttles.has(name)) return new ApiError('ServiceUnavailable', 'The service is busy. Try again.');
  return new ApiError('InternalError', 'Something went wrong. The log has more.');
}

function answer(statusCode: number, body: unknown): APIGatewayProxyResult {
  return {
    statusCode,
    headers: { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*' },
    body: JSON.stringify(body),
  };
}
