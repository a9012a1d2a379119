import { randomUUID } from 'node:crypto';
import type { Runtime } from '../../runtime.ts';
import type { AccessLog } from './responses/access-log.ts';
import type { Api } from './definition/api.ts';
import { type Answer, type Call, type CallContext, type HttpRequest, isRefusal, type Outcome } from './call/call.ts';
import { Payload } from './call/payload.ts';
import { type RefusalKind, refuse } from './responses/refusal.ts';
import { requestTime } from './call/request-time.ts';
import { compileSubstitution } from './call/substitution.ts';
import { type MethodSetting, StageThrottle } from './handlers/stage-throttle.ts';

export interface StageSettings {
  readonly apiId: string;
  readonly deploymentId: string;
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly methodSettings: readonly MethodSetting[];
  readonly accessLog: { readonly logGroup: string; readonly format: string } | undefined;
}

/** An answer and what is to be done once it is sent. */
export interface Served {
  readonly answer: Answer;
  sent(): void;
}

/** One stage of an API: takes requests through route, throttle, authorizer, validation and integration. */
export class Stage {
  readonly settings: StageSettings;
  readonly #api: Api;
  readonly #runtime: Runtime;
  readonly #throttle: StageThrottle;
  readonly #accessLog: AccessLog | undefined;
  readonly #logLine: ((call: Call) => string) | undefined;

  constructor(settings: StageSettings, api: Api, runtime: Runtime, accessLog: AccessLog | undefined) {
    this.settings = settings;
    this.#api = api;
    this.#runtime = runtime;
    this.#throttle = new StageThrottle(settings.methodSettings, () => runtime.clock.now());
    this.#accessLog = accessLog;
    const format = settings.accessLog?.format;
    this.#logLine = format === undefined ? undefined : compileSubstitution(format, { json: true, unset: '-' });
  }

  /** `path` is what follows the stage. `refused`: the request could not even be read. */
  async serve(request: HttpRequest, path: string, refused: RefusalKind | undefined): Promise<Served> {
    const start = Date.now();
    const call = this.#callOf(request, path);
    let outcome: Outcome;
    try {
      outcome = refused ? refuse(refused) : await this.#outcomeOf(call, path);
    } catch (error) {
      this.#runtime.log(`${request.method} ${path}: ${error instanceof Error ? error.stack : String(error)}`);
      outcome = refuse('DEFAULT_5XX');
    }
    if (isRefusal(outcome) && outcome.status >= 500 && outcome.refused === 'API_CONFIGURATION_ERROR') {
      this.#runtime.log(`${request.method} ${path}: ${outcome.detail ?? outcome.message}`);
    }
    const answer = isRefusal(outcome) ? this.#api.gatewayResponses.render(outcome, call) : outcome;
    const { context } = call;
    const headers = {
      'x-amzn-RequestId': context.requestId,
      'x-amz-apigw-id': context.extendedRequestId,
      ...answer.headers,
    };
    const sent = () => {
      if (!this.#logLine) return;
      context.status = answer.status;
      context.responseLength = Buffer.byteLength(answer.body);
      context.responseLatency = Date.now() - start;
      this.#accessLog?.write(this.#logLine(call));
    };
    return { answer: { ...answer, headers }, sent };
  }

  async flush(): Promise<void> {
    await this.#accessLog?.flush();
  }

  async #outcomeOf(call: Call, path: string): Promise<Outcome> {
    const { request, context } = call;
    const found = this.#api.find(request.method, path);
    if (!found) return refuse('MISSING_AUTHENTICATION_TOKEN');
    const { method } = found;
    context.resourcePath = method.path;
    context.resourceId = method.resourceId;
    for (const [name, value] of Object.entries(found.path)) {
      const decoded = decode(value);
      if (decoded === undefined) return refuse('DEFAULT_4XX', { detail: `path parameter ${name} is badly encoded` });
      Object.defineProperty(call.parameters.path, name, { value: decoded, enumerable: true });
    }
    if (!this.#throttle.take(method.path, request.method)) return refuse('THROTTLED');
    return (await method.authorize?.(call)) ?? method.validate(call) ?? (await method.integrate(call));
  }

  #callOf(request: HttpRequest, path: string): Call {
    const { accountId, region, clock } = this.#runtime;
    const { name: stage, variables, deploymentId } = this.settings;
    const requestId = randomUUID();
    const now = clock.now();
    const host = `${this.#api.id}.execute-api.${region}.amazonaws.com`;
    const context: CallContext = {
      accountId,
      apiId: this.#api.id,
      domainName: host,
      domainPrefix: this.#api.id,
      stage,
      deploymentId,
      requestId,
      extendedRequestId: Buffer.from(requestId.slice(0, 11)).toString('base64'),
      requestTime: requestTime(now),
      requestTimeEpoch: now,
      protocol: request.protocol,
      httpMethod: request.method,
      path: request.rawPath,
      identity: { sourceIp: request.sourceIp, userAgent: request.headers['user-agent'] ?? '' },
    };
    const header: [string, string][] = [];
    const { rawHeaders } = request;
    for (let i = 0; i + 1 < rawHeaders.length; i += 2) header.push([rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '']);
    return {
      request,
      payload: new Payload(request.body),
      context,
      parameters: {
        path: {},
        querystring: request.rawQuery === '' ? {} : Object.fromEntries(new URLSearchParams(request.rawQuery)),
        header: Object.fromEntries(header),
      },
      stageVariables: variables,
      methodArn: `${this.#api.arn}/${stage}/${request.method}${path}`,
    };
  }
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
