import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { answerRequest } from '../../http/answer-request.ts';
import { bodyText } from '../../http/body.ts';
import { findRoute } from '../../http/find-route.ts';
import {
  changeAuthorization,
  createApplication,
  createAuthorization,
  type Dependencies,
  deleteApplication,
  deleteAuthorization,
  getApplication,
  getAuthorization,
  listApplications,
  listAuthorizations,
  type Route,
  setUpRedshift,
} from './administer-applications.ts';

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

/** The admin API behind API Gateway's proxy event. Never throws; `log` takes a line. */
export function handle(
  event: ProxyEvent,
  dependencies: Dependencies,
  log: (line: string) => void,
): Promise<APIGatewayProxyResult> {
  return answerRequest(event, () => serve(event, dependencies), log);
}

function serve(event: ProxyEvent, dependencies: Dependencies): Promise<unknown> {
  const { route, parameters } = findRoute(routes, event);
  const [applicationId = '', apiKeyId = ''] = parameters;
  return route({ applicationId, apiKeyId, query: event.queryStringParameters, body: bodyText(event) }, dependencies);
}
