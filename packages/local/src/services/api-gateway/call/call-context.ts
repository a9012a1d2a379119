import type { JsonObject } from '../../json-object.ts';

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
