import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { Judging } from '../../event/environment.ts';
import { answerRequest } from '../../http/answer-request.ts';
import { bodyText } from '../../http/body.ts';
import { requireJson } from '../../http/content-type.ts';
import { validateEvents } from './validate-events.ts';

export type ProxyEvent = Pick<
  APIGatewayProxyEvent,
  'body' | 'headers' | 'httpMethod' | 'isBase64Encoded' | 'resource'
> & { readonly requestContext: Pick<APIGatewayProxyEvent['requestContext'], 'requestTimeEpoch'> };

/**
 * The route behind API Gateway's proxy event. No event is stored or logged. A media type that the events route refuses is
 * refused here, too: API Gateway itself passes every type to a function.
 */
export function handle(
  event: ProxyEvent,
  judging: Judging,
  log: (line: string) => void,
): Promise<APIGatewayProxyResult> {
  return answerRequest(
    event,
    () => {
      requireJson(event.headers);
      return validateEvents(bodyText(event) ?? '', event.requestContext.requestTimeEpoch, judging);
    },
    log,
  );
}
