import type { JsonObject } from '../../json-object.ts';
import type { Payload } from './payload.ts';
import type { Refusal } from '../responses/refusal.ts';

/** One HTTP request as it was received. */
export interface HttpRequest {
  readonly method: string;
  /** As sent, with the stage, without the query. */
  readonly rawPath: string;
  /** As sent, without the question mark. */
  readonly rawQuery: string;
  /** Names in lower case; repeated ones joined. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Names and values in turn, as sent. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly sourceIp: string;
  readonly protocol: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Buffer;
}

export type Outcome = Answer | Refusal;

export function isRefusal<T extends object>(outcome: T | Refusal): outcome is Refusal {
  return 'refused' in outcome;
}

export interface Parameters {
  readonly path: Readonly<Record<string, string>>;
  readonly querystring: Readonly<Record<string, string>>;
  /** By the name as it was sent. */
  readonly header: Readonly<Record<string, string>>;
}

/**
 * What `$context` holds.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 */
export interface CallContext {
  readonly accountId: string;
  readonly apiId: string;
  readonly domainName: string;
  readonly domainPrefix: string;
  readonly stage: string;
  readonly deploymentId: string;
  readonly requestId: string;
  readonly extendedRequestId: string;
  /** `10/Jul/2024:18:14:22 +0000`. */
  readonly requestTime: string;
  /** Milliseconds. */
  readonly requestTimeEpoch: number;
  readonly protocol: string;
  readonly httpMethod: string;
  readonly path: string;
  resourcePath?: string;
  resourceId?: string;
  readonly identity: Record<string, string>;
  authorizer?: JsonObject;
  integration?: JsonObject;
  /** Of the service called; for a Lambda proxy integration that of Lambda itself, beside `functionStatus`. */
  integrationStatus?: string;
  functionStatus?: string;
  integrationLatency?: number;
  integrationErrorMessage?: string;
  error?: { message: string | null; messageString: string; responseType: string; validationErrorString?: string };
  status?: number;
  responseLength?: number;
  responseLatency?: number;
  /** Set by templates. */
  responseOverride?: { status?: unknown; header?: Record<string, unknown> };
}

/** One request on its way through one method. */
export interface Call {
  readonly request: HttpRequest;
  /** The request's body, read. */
  readonly payload: Payload;
  readonly context: CallContext;
  readonly parameters: Parameters;
  readonly stageVariables: Readonly<Record<string, string>>;
  /** `arn:aws:execute-api:…:API/STAGE/METHOD/path`, the path as sent. */
  readonly methodArn: string;
}

/** Header by name, whatever its case. */
export function headerOf(request: HttpRequest, name: string): string | undefined {
  return request.headers[name.toLowerCase()];
}
