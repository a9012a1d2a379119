import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ServiceRegistry } from '../../../src/endpoint/services.ts';
import type { Runtime } from '../../../src/runtime.ts';
import type { Principal } from '../../../src/service.ts';
import { ApiGateway } from '../../../src/services/api-gateway/api-gateway.ts';
import type { HttpServerSettings } from '../../../src/services/api-gateway/http/http-server.ts';
import type { StageSettings } from '../../../src/services/api-gateway/stage.ts';
import { Iam } from '../../../src/services/iam/iam.ts';
import { temporaryDirectory } from '../../../testing/temporary-directory.ts';

const accountId = '000000000000';
const functionArn = (name: string) => `arn:aws:lambda:us-east-1:${accountId}:function:${name}`;
export const invocationUri = (name: string) =>
  `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn(name)}/invocations`;
export const apiArn = `arn:aws:execute-api:us-east-1:${accountId}:api0000000`;

type Handler = (event: Record<string, unknown>) => unknown;
type StreamAction = (input: Record<string, unknown>, caller: Principal) => unknown;

/** A runtime with IAM, a `kinesis` that answers with `stream`, and functions that are called in place. */
export class World {
  readonly logged: string[] = [];
  readonly functions = new Map<string, Handler>();
  readonly directory = temporaryDirectory();
  readonly iam: Iam;
  readonly runtime: Runtime;
  nowMs = Date.UTC(2026, 0, 26, 21, 45, 50);
  stream: StreamAction = () => ({});

  constructor() {
    const services = new ServiceRegistry((caller, permission) => this.iam.authorize(caller, permission));
    this.runtime = {
      region: 'us-east-1',
      accountId,
      stateDirectory: this.directory,
      services,
      clock: { now: () => this.nowMs },
      bufferSeconds: undefined,
      endpointUrl: '',
      log: (line) => void this.logged.push(line),
    };
    this.iam = new Iam(this.runtime);
    services.register({
      name: 'kinesis',
      actions: {
        PutRecords: {
          permissions: () => [{ action: 'kinesis:PutRecords', resource: streamArn }],
          run: (input, caller) => this.stream(input, caller),
        },
      },
    });
    services.register({
      name: 'lambda',
      actions: {
        Invoke: {
          permissions: (input) => [{ action: 'lambda:InvokeFunction', resource: input.FunctionName }],
          run: (input) => this.#invoke(input.FunctionName, input.Payload),
        },
      },
    });
  }

  /** A role that may do `actions` on everything. Returns its ARN. */
  role(name: string, ...actions: string[]): string {
    const trust = { Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' }, Action: 'sts:AssumeRole' };
    const arn = this.iam.createRole(name, '/', { Version: '2012-10-17', Statement: trust });
    if (actions.length > 0) {
      const Statement = { Effect: 'Allow', Action: actions, Resource: '*' };
      this.iam.putInlinePolicy('role', name, 'policy', { Version: '2012-10-17', Statement });
    }
    return arn;
  }

  /** A function that API Gateway may invoke for `sourceArn`. */
  addFunction(name: string, handler: Handler, sourceArn = `${apiArn}/*`): void {
    this.functions.set(name, handler);
    this.iam.addResourceStatement(functionArn(name), {
      Effect: 'Allow',
      Principal: { Service: 'apigateway.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: functionArn(name),
      Condition: { ArnLike: { 'aws:SourceArn': sourceArn } },
    });
  }

  async #invoke(arn: string, payload: string) {
    try {
      const result = await this.functions.get(arn.replace(/^.*:/, ''))?.(JSON.parse(payload));
      return { StatusCode: 200, Payload: typeof result === 'string' ? result : JSON.stringify(result ?? null) };
    } catch (error) {
      const Payload = JSON.stringify({ errorMessage: error instanceof Error ? error.message : '', errorType: 'Error' });
      return { StatusCode: 200, FunctionError: 'Unhandled', Payload };
    }
  }
}

export const streamArn = `arn:aws:kinesis:us-east-1:${accountId}:stream/events`;

export interface Served {
  readonly url: string;
  readonly port: number;
  readonly gateway: ApiGateway;
  /** Answers of one request: status, headers, text, and the text as JSON. */
  send(
    method: string,
    path: string,
    init?: { body?: string | Uint8Array<ArrayBuffer>; headers?: Record<string, string> },
  ): Promise<Answer>;
  /** Lines of the access log. */
  logLines(): Promise<Record<string, unknown>[]>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
}

export interface ServeOptions {
  readonly stage?: Partial<StageSettings>;
  readonly server?: HttpServerSettings;
  readonly policy?: unknown;
}

/** Serves the definition as stage `live` until the test ends. */
export async function serve(world: World, body: object, options: ServeOptions = {}): Promise<Served> {
  const gateway = new ApiGateway(world.runtime);
  gateway.createRestApi({
    id: 'api0000000',
    body,
    policy: options.policy,
    credentialsOf: (id) => world.iam.credentialsOf(id),
  });
  gateway.createStage({
    apiId: 'api0000000',
    deploymentId: 'dep000',
    name: 'live',
    variables: {},
    methodSettings: [],
    accessLog: undefined,
    ...options.stage,
  });
  const { url, port } = await gateway.listen(0, options.server);
  onTestFinished(() => gateway.close());
  const logFile = join(world.directory, 'logs', `${options.stage?.accessLog?.logGroup ?? ''}.log`);
  return {
    url,
    port,
    gateway,
    async send(method, path, { body: sent, headers } = {}) {
      const json: Record<string, string> = sent === undefined ? {} : { 'content-type': 'application/json' };
      const init = { method, headers: { ...json, ...headers }, ...(sent !== undefined && { body: sent }) };
      const response = await fetch(`${url}${path}`, init);
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, json: parse(text) };
    },
    async logLines() {
      await gateway.close();
      const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n');
      return lines.map((line) => JSON.parse(line));
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A definition with these operations by `METHOD /path`. */
export function api(operations: Record<string, object>, rest: object = {}): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const [route, operation] of Object.entries(operations)) {
    const [method = '', path = ''] = route.split(' ');
    paths[path] ??= {};
    const key = method === 'ANY' ? 'x-amazon-apigateway-any-method' : method.toLowerCase();
    paths[path][key] = operation;
  }
  return { openapi: '3.0.1', info: { title: 'test', version: '1' }, paths, ...rest };
}

/** An operation with a mock integration that answers 200 with the template's text. */
export function mock(template = '{"ok": true}', operation: object = {}): object {
  return {
    'x-amazon-apigateway-integration': {
      type: 'mock',
      requestTemplates: { 'application/json': '{"statusCode": 200}' },
      responses: { default: { statusCode: '200', responseTemplates: { 'application/json': template } } },
    },
    ...operation,
  };
}
