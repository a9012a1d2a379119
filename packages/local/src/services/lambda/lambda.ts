import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Runtime } from '../../runtime.ts';
import { RuntimeService } from '../../runtime-service.ts';
import { type Permission, type Service, ServiceError } from '../../service.ts';
import { LogFiles } from '../logs/log-files.ts';
import { Complaints } from './complaints.ts';
import { EventSourceMappings } from './event-source-mapping/event-source-mappings.ts';
import type { WriteLine } from './execution-environment.ts';
import { FunctionPool } from './function-pool.ts';
import type { FunctionSettings, Invocation } from './function-settings.ts';
import { readComplaint } from './read-complaint.ts';

interface InvokeInput {
  /** Name, ARN or partial ARN. */
  FunctionName: string;
  /** JSON text; default `{}`. */
  Payload?: string;
  InvocationType?: string;
}

export interface InvokeOutput {
  StatusCode: number;
  /** `Unhandled` when the handler threw, timed out or ran out of memory; `Payload` then describes it. */
  FunctionError?: string;
  Payload: string;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 6 MB for a synchronous call. */
const payloadLimitBytes = 6 * 1024 * 1024;

/** AWS Lambda: each function runs from its bundled asset in worker threads of its own. */
export class Lambda extends RuntimeService {
  readonly service: Service;
  // What functions may call. Delivery, which calls functions itself, is not among them.
  override readonly dependsOn = [
    's3',
    'dynamodb',
    'kinesis',
    'glue',
    'athena',
    'kms',
    'acm',
    'secretsmanager',
    'logs',
    'network',
  ];
  readonly mappings: EventSourceMappings;
  readonly #runtime: Runtime;
  readonly #functions = new Map<string, FunctionPool>();
  readonly #callbacks = new Map<string, (body: string) => void>();
  readonly #complaints: Complaints;

  constructor(runtime: Runtime) {
    super();
    this.#runtime = runtime;
    this.#complaints = new Complaints(runtime.log, () => runtime.clock.now());
    // Nobody's permission is asked for these invocations, as Lambda makes them itself.
    this.mappings = new EventSourceMappings(runtime, async (name, payload) => this.#pool(name).invoke(payload));
    this.service = {
      name: 'lambda',
      actions: {
        Invoke: {
          permissions: ({ FunctionName }: InvokeInput) => [this.#permission(FunctionName)],
          run: (input: InvokeInput) => this.#invoke(input),
        },
        ...this.mappings.actions,
      },
    };
  }

  createFunction(settings: FunctionSettings): void {
    const file = new LogFiles(this.#runtime.stateDirectory).group(settings.logGroup);
    mkdirSync(dirname(file), { recursive: true });
    let isTold = false;
    /** A disk that takes no more costs lines of the log, not the invocation. */
    const write: WriteLine = (line, call) => {
      const complaint = readComplaint(line);
      if (complaint !== undefined) this.#onComplaint(settings.functionName, complaint, call);
      try {
        appendFileSync(file, `${new Date(this.#runtime.clock.now()).toISOString()} ${line}\n`);
      } catch (error) {
        if (!isTold) this.#runtime.log(`${settings.functionName}: lines of its log are lost: ${String(error)}`);
        isTold = true;
      }
    };
    const onCallback = (path: string, body: string) => this.#callbacks.get(path)?.(body);
    this.#functions.set(settings.functionName, new FunctionPool(settings, write, onCallback));
  }

  /** The function of that name or ARN. Throws ResourceNotFoundException when there is none. */
  describe(functionName: string): FunctionSettings {
    return this.#pool(functionNameOf(functionName)).settings;
  }

  /** Waits for what a custom resource's function puts to the answer address `path`. */
  awaitCallback(path: string): Promise<string> {
    return new Promise((resolve) => {
      this.#callbacks.set(path, (body) => {
        this.#callbacks.delete(path);
        resolve(body);
      });
    });
  }

  override async close(): Promise<void> {
    await Promise.all([...this.#functions.values()].map((pool) => pool.close()));
  }

  #onComplaint(functionName: string, message: string, call: symbol | undefined): void {
    this.#complaints.take(functionName, message);
    this.mappings.complain(functionName, message, call);
  }

  async #invoke({
    FunctionName,
    Payload = '{}',
    InvocationType = 'RequestResponse',
  }: InvokeInput): Promise<InvokeOutput> {
    const name = functionNameOf(FunctionName);
    const pool = this.#pool(name);
    if (Buffer.byteLength(Payload) > payloadLimitBytes) {
      const message = `${Buffer.byteLength(Payload)} byte payload is too large for the RequestResponse invocation type (limit ${payloadLimitBytes} bytes)`;
      throw new ServiceError('RequestTooLargeException', message, 413);
    }
    if (InvocationType === 'DryRun') return { StatusCode: 204, Payload: '' };
    const call = Symbol(name);
    const invoked = pool.invoke(Payload, call).finally(() => this.mappings.ended(name, call));
    if (InvocationType === 'Event') {
      invoked.catch((error: unknown) => this.#runtime.log(`${name}: ${String(error)}`));
      return { StatusCode: 202, Payload: '' };
    }
    const { payload, functionError }: Invocation = await invoked;
    return { StatusCode: 200, Payload: payload, ...(functionError && { FunctionError: functionError }) };
  }

  #pool(name: string): FunctionPool {
    const pool = this.#functions.get(name);
    if (!pool) throw new ServiceError('ResourceNotFoundException', `Function not found: ${this.#arn(name)}`, 404);
    return pool;
  }

  #permission(functionName: string): Permission {
    return { action: 'lambda:InvokeFunction', resource: this.#arn(functionNameOf(functionName)) };
  }

  #arn(name: string): string {
    return `arn:aws:lambda:${this.#runtime.region}:${this.#runtime.accountId}:function:${name}`;
  }
}

/** `my-function`, `…:function:my-function` and either of them with `:$LATEST` name the same function. */
function functionNameOf(name: string): string {
  return String(name)
    .replace(/^.*:function:/, '')
    .replace(/:.*$/, '');
}
