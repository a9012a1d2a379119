import type { Runtime } from '../../runtime.ts';
import { RuntimeService } from '../../runtime-service.ts';
import type { Service } from '../../service.ts';
import type { HttpRequest } from './call/call.ts';
import { Api, type RestApiSettings } from './definition/api.ts';
import { HttpServer, type HttpServerSettings } from './http/http-server.ts';
import type { ReadBody } from './http/request-body.ts';
import { AccessLog } from './responses/access-log.ts';
import type { Served } from './served.ts';
import { Stage, type StageSettings } from './stage.ts';

/** Amazon API Gateway's REST APIs: their OpenAPI definitions, served over HTTP at `/{stage}/…`. */
export class ApiGateway extends RuntimeService {
  /** No action of the control plane is served: the template is what makes APIs. */
  readonly service: Service = { name: 'apigateway', actions: {} };
  // What it wrote to a stream goes on through applications and mappings.
  override readonly dependsOn = [
    'lambda',
    'kinesis',
    'firehose',
    'dynamodb',
    'event-source-mappings',
    'kinesisanalytics',
    'logs',
  ];
  readonly #runtime: Runtime;
  readonly #apis = new Map<string, Api>();
  readonly #stages = new Map<string, Stage>();
  #server: HttpServer | undefined;

  constructor(runtime: Runtime) {
    super();
    this.#runtime = runtime;
  }

  /** Compiles the definition. Throws for what is wrong with it or not supported, with place and name. */
  createRestApi(settings: RestApiSettings): void {
    this.#apis.set(settings.id, new Api(settings, this.#runtime));
  }

  /** Throws when the API does not exist, or when another one has a stage of this name: the address has only that. */
  createStage(settings: StageSettings): void {
    const { apiId, name, accessLog } = settings;
    const api = this.#apis.get(apiId);
    if (!api) throw new Error(`stage ${name}: there is no REST API ${apiId}`);
    const other = this.#stages.get(name);
    if (other && other.settings.apiId !== apiId) {
      throw new Error(
        `stage ${name}: API ${other.settings.apiId} has a stage of that name; only one can be served here`,
      );
    }
    const log = accessLog && new AccessLog(this.#runtime, accessLog.logGroup);
    this.#stages.set(name, new Stage(settings, api, this.#runtime, log));
  }

  /**
   * Serves every stage on 127.0.0.1. `port` 0 takes a free one. The `url` is that of the first stage
   * (`http://127.0.0.1:PORT/live`), or the bare address when there is none. Throws when the port is taken.
   */
  async listen(port: number, settings?: HttpServerSettings): Promise<{ url: string; port: number }> {
    const server = new HttpServer((request, refused) => this.#serve(request, refused), settings);
    const taken = await server.listen(port);
    this.#server = server;
    const [stage] = this.#stages.keys();
    return { url: `http://127.0.0.1:${taken}${stage === undefined ? '' : `/${stage}`}`, port: taken };
  }

  /** Bytes that request bodies take at the moment. */
  get bodyBytes(): number {
    return this.#server?.bodyBytes ?? 0;
  }

  /** Takes no more requests, finishes those in flight and writes the access logs to their end. */
  override async close(): Promise<void> {
    await this.#server?.close();
    await Promise.all([...this.#stages.values()].map((stage) => stage.flush()));
  }

  async #serve(request: HttpRequest, refused: ReadBody['refused']): Promise<Served> {
    const [, name = '', path = '/'] = /^\/([^/]*)(\/.*)?$/s.exec(request.rawPath) ?? [];
    const stage = this.#stages.get(name);
    return stage ? stage.serve(request, path, refused) : forbidden;
  }
}

/** What API Gateway answers at an address without such a stage; no API's gateway responses apply to it. */
const forbidden: Served = {
  answer: {
    status: 403,
    headers: { 'Content-Type': 'application/json', 'x-amzn-ErrorType': 'ForbiddenException' },
    body: '{"message":"Forbidden"}',
  },
  sent: () => {},
};
