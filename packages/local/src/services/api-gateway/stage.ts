import type { Runtime } from '../../runtime.ts';
import { type Answer, type Call, type HttpRequest, isRefusal, type Outcome } from './call/call.ts';
import { type CalledStage, newCall } from './call/new-call.ts';
import { compileSubstitution } from './call/substitution.ts';
import type { Api } from './definition/api.ts';
import { chain } from './handlers/chain.ts';
import { stageHandlers } from './handlers/stage-handlers.ts';
import type { MethodSetting } from './handlers/stage-throttle.ts';
import type { AccessLog } from './responses/access-log.ts';
import { type RefusalKind, refuse } from './responses/refusal.ts';
import type { Served } from './served.ts';

export interface StageSettings {
  readonly apiId: string;
  readonly deploymentId: string;
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly methodSettings: readonly MethodSetting[];
  readonly accessLog: { readonly logGroup: string; readonly format: string } | undefined;
}

/** One stage of an API: takes calls through its handlers, and renders and logs what they answer. */
export class Stage {
  readonly settings: StageSettings;
  readonly #api: Api;
  readonly #runtime: Runtime;
  readonly #called: CalledStage;
  readonly #handle: (call: Call) => Promise<Outcome>;
  readonly #accessLog: AccessLog | undefined;
  readonly #logLine: ((call: Call) => string) | undefined;

  constructor(settings: StageSettings, api: Api, runtime: Runtime, accessLog: AccessLog | undefined) {
    const { region, accountId, clock } = runtime;
    this.settings = settings;
    this.#api = api;
    this.#runtime = runtime;
    this.#called = { ...settings, apiArn: api.arn, region, accountId };
    this.#handle = chain(stageHandlers(api, settings.methodSettings, () => clock.now()));
    this.#accessLog = accessLog;
    const format = settings.accessLog?.format;
    this.#logLine = format === undefined ? undefined : compileSubstitution(format, { json: true, unset: '-' });
  }

  /** `path` is what follows the stage. `unread`: why the body could not be read. */
  async serve(request: HttpRequest, path: string, unread: RefusalKind | undefined): Promise<Served> {
    const startedAt = Date.now();
    const call = newCall(this.#called, request, path, unread, this.#runtime.clock.now());
    const answer = this.#render(await this.#outcomeOf(call), call);
    return { answer, sent: () => this.#logAccess(call, answer, Date.now() - startedAt) };
  }

  async flush(): Promise<void> {
    await this.#accessLog?.flush();
  }

  async #outcomeOf(call: Call): Promise<Outcome> {
    try {
      return await this.#handle(call);
    } catch (error) {
      this.#log(call, error instanceof Error ? String(error.stack) : String(error));
      return refuse('DEFAULT_5XX');
    }
  }

  #render(outcome: Outcome, call: Call): Answer {
    if (isRefusal(outcome) && outcome.status >= 500 && outcome.refused === 'API_CONFIGURATION_ERROR') {
      this.#log(call, String(outcome.detail ?? outcome.message));
    }
    const answer = isRefusal(outcome) ? this.#api.gatewayResponses.render(outcome, call) : outcome;
    const { requestId, extendedRequestId } = call.context;
    const headers = { 'x-amzn-RequestId': requestId, 'x-amz-apigw-id': extendedRequestId, ...answer.headers };
    return { ...answer, headers };
  }

  #logAccess(call: Call, { status, body }: Answer, latencyMs: number): void {
    if (!this.#logLine) return;
    const { context } = call;
    context.status = status;
    context.responseLength = Buffer.byteLength(body);
    context.responseLatency = latencyMs;
    this.#accessLog?.write(this.#logLine(call));
  }

  #log({ request, path }: Call, line: string): void {
    this.#runtime.log(`${request.method} ${path}: ${line}`);
  }
}
