import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { Judging } from '../../event/environment.ts';
import { validateEvents } from './validate-events.ts';

export type ProxyEvent = Pick<APIGatewayProxyEvent, 'body' | 'isBase64Encoded'> & {
  readonly requestContext: Pick<APIGatewayProxyEvent['requestContext'], 'requestTimeEpoch'>;
};

/**
 * The route behind API Gateway's proxy event, and its answer with the headers of CORS. Nothing of the events is stored
 * or logged.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export function handle({ body, isBase64Encoded, requestContext }: ProxyEvent, judging: Judging): APIGatewayProxyResult {
  const text = isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString() : (body ?? '');
  const verdicts = validateEvents(text, requestContext.requestTimeEpoch, judging);
  if ('refusal' in verdicts) return answer(400, { error: 'BadRequest', error_detail: verdicts.refusal });
  return answer(200, verdicts);
}

function answer(statusCode: number, body: unknown): APIGatewayProxyResult {
  return {
    statusCode,
    headers: { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*' },
    body: JSON.stringify(body),
  };
}
