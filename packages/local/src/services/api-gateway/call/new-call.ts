import { randomUUID } from 'node:crypto';
import type { RefusalKind } from '../responses/refusal.ts';
import type { Call, HttpRequest } from './call.ts';
import type { CallContext } from './call-context.ts';
import { Payload } from './payload.ts';
import { requestTime } from './request-time.ts';

/** The stage that a call is for. */
export interface CalledStage {
  readonly name: string;
  readonly deploymentId: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly apiId: string;
  /** `arn:aws:execute-api:REGION:ACCOUNT:API` */
  readonly apiArn: string;
  readonly region: string;
  readonly accountId: string;
}

/** `path` is what follows the stage. `unread`: why the body could not be read. */
export function newCall(
  stage: CalledStage,
  request: HttpRequest,
  path: string,
  unread: RefusalKind | undefined,
  nowMs: number,
): Call {
  return {
    request,
    unread,
    path,
    payload: new Payload(request.body),
    context: newContext(stage, request, nowMs),
    parameters: {
      path: {},
      querystring: request.rawQuery === '' ? {} : Object.fromEntries(new URLSearchParams(request.rawQuery)),
      header: headersOf(request),
    },
    stageVariables: stage.variables,
    methodArn: `${stage.apiArn}/${stage.name}/${request.method}${path}`,
  };
}

function newContext(stage: CalledStage, request: HttpRequest, nowMs: number): CallContext {
  const { accountId, apiId, region, deploymentId } = stage;
  const requestId = randomUUID();
  return {
    accountId,
    apiId,
    domainName: `${apiId}.execute-api.${region}.amazonaws.com`,
    domainPrefix: apiId,
    stage: stage.name,
    deploymentId,
    requestId,
    extendedRequestId: Buffer.from(requestId.slice(0, 11)).toString('base64'),
    requestTime: requestTime(nowMs),
    requestTimeEpoch: nowMs,
    protocol: request.protocol,
    httpMethod: request.method,
    path: request.rawPath,
    identity: { sourceIp: request.sourceIp, userAgent: request.headers['user-agent'] ?? '' },
  };
}

function headersOf({ rawHeaders }: HttpRequest): Record<string, string> {
  const header: [string, string][] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) header.push([rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '']);
  return Object.fromEntries(header);
}
