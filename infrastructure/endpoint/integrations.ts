import { Aws } from 'aws-cdk-lib';
import { actionUri, type EventsBackend, eventsActions } from './events-backend.ts';
import { readTemplate } from './read-template.ts';

const anyOrigin = { 'method.response.header.Access-Control-Allow-Origin': "'*'" };

/** Without it a browser hides from a game when to come back. */
const withRetryAfter = { ...anyOrigin, 'method.response.header.Access-Control-Expose-Headers': "'Retry-After'" };

/** `x-amazon-apigateway-integration` of one method. */
export type Integration = Readonly<Record<string, unknown>>;

/** Hands the whole request to a function, which answers it. */
export function functionIntegration(functionArn: string): Integration {
  return { type: 'aws_proxy', httpMethod: 'POST', uri: invocationUri(functionArn), passthroughBehavior: 'never' };
}

/** The address by which API Gateway invokes a function. */
export function invocationUri(functionArn: string): string {
  return `arn:${Aws.PARTITION}:apigateway:${Aws.REGION}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
}

/** Events straight to the stream; its answer, and its refusals, in the API's words. */
export function eventsIntegration(backend: EventsBackend, roleArn: string): Integration {
  const { service, streamName } = backend;
  const answer = (statusCode: string, responseParameters: typeof anyOrigin, template: string): unknown => ({
    statusCode,
    responseParameters,
    responseTemplates: { 'application/json': template },
  });
  return {
    type: 'aws',
    httpMethod: 'POST',
    uri: actionUri(backend),
    credentials: roleArn,
    // Any other content type than the template's is 415; passing it on would skip the request model.
    passthroughBehavior: 'never',
    requestParameters: { 'integration.request.header.Content-Type': "'application/x-amz-json-1.1'" },
    requestTemplates: { 'application/json': readTemplate(`${service}-request`, { STREAM_NAME: streamName }) },
    responses: {
      '200': answer('200', anyOrigin, readTemplate(`${service}-response`)),
      default: answer('500', withRetryAfter, readTemplate('service-error', { LIMITS: eventsActions[service].limits })),
    },
  };
}
