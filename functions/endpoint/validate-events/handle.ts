import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { Judging } from '../../event/environment.ts';
import { validateEvents } from './validate-events.ts';

export type ProxyEvent = Pick<APIGatewayProxyEvent, 'body' | 'headers' | 'isBase64Encoded'> & {
  readonly requestContext: Pick<APIGatewayProxyEvent['requestContext'], 'requestTimeEpoch'>;
};

/**
 * The route behind API Gateway's proxy event, and its answer with the headers of CORS. Nothing of the events is stored
 * or logged. What the events route refuses with 415 is refused here, too: API Gateway itself hands a function any type.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export function handle(
  { body, headers, isBase64Encoded, requestContext }: ProxyEvent,
  judging: Judging,
): APIGatewayProxyResult {
  if (contentType(headers) !== json) {
    return answer(415, { error: 'UnsupportedMediaType', error_detail: `Send the body as ${json}` });
  }
  const text = isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString() : (body ?? '');
  const verdicts = validateEvents(text, requestContext.requestTimeEpoch, judging);
  if ('refusal' in verdicts) return answer(400, { error: 'BadRequest', error_detail: verdicts.refusal });
  return answer(200, verdicts);
}

const json = 'application/json';

/** Without parameters, in lower case. API Gateway takes a body of no type for JSON. */
function contentType(headers: ProxyEvent['headers']): string {
  const [, value] = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'content-type') ?? [];
  return value?.split(';')[0]?.trim().toLowerCase() || json;
}

function answer(statusCode: number, body: unknown): APIGatewayProxyResult {
  return {
    statusCode,
    headers: { 'Content-Type': json, 'Access-Control-Allow-Origin': '*' },
    body: JSON.stringify(body),
  };
}
