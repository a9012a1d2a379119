import { join } from 'node:path';
import type { Runtime } from '../../../runtime.ts';
import { RuntimeService } from '../../../runtime-service.ts';
import { type Action, type Service, ServiceError } from '../../../service.ts';
import type { Invocation } from '../function-settings.ts';
import { describeMapping } from './describe-mapping.ts';
import { Mapping, type OnAppend } from './mapping.ts';
import { type MappingSettings, mappingArn } from './mapping-settings.ts';

export interface EventSourceMappingOptions {
  /** Delay before a failed attempt is repeated, by its number from 1. Default: 1 s, doubling to 30 s. */
  readonly retryDelayMs?: (attempt: number) => number;
}

export interface MappingStatus {
  readonly id: string;
  readonly functionName: string;
  readonly streamArn: string;
  readonly lastProcessingResult: string;
  /** What the function complains about in an invocation that goes on, or did when somebody else called it last. */
  readonly complaint?: string;
}

interface ListInput {
  EventSourceArn?: string;
  FunctionName?: string;
}

/**
 * Lambda's event source mappings: each reads a stream of Kinesis or DynamoDB and invokes a function with its records.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html, https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export class EventSourceMappings extends RuntimeService {
  /** Lambda's API has its actions. */
  readonly service: Service = { name: 'event-source-mappings', actions: {} };
  // Functions that it calls may put records on a delivery stream.
  override readonly dependsOn = ['lambda', 'kinesis', 'dynamodb', 'firehose', 's3'];
  readonly actions: Readonly<Record<string, Action>>;
  readonly #runtime: Runtime;
  readonly #invoke: (functionName: string, payload: string) => Promise<Invocation>;
  readonly #retryDelayMs: (attempt: number) => number;
  readonly #mappings = new Map<string, { readonly mapping: Mapping; readonly onAppend: OnAppend }>();

  constructor(
    runtime: Runtime,
    invoke: (functionName: string, payload: string) => Promise<Invocation>,
    { retryDelayMs }: EventSourceMappingOptions = {},
  ) {
    super();
    this.#runtime = runtime;
    this.#invoke = invoke;
    const maxDelayMs = Math.min(30_000, (runtime.bufferSeconds ?? Number.POSITIVE_INFINITY) * 1000);
    this.#retryDelayMs = retryDelayMs ?? ((attempt) => Math.min(maxDelayMs, 1000 * 2 ** (attempt - 1)));
    this.actions = {
      GetEventSourceMapping: {
        permissions: ({ UUID }: { UUID: string }) => [
          { action: 'lambda:GetEventSourceMapping', resource: mappingArn(runtime, UUID) },
        ],
        run: ({ UUID }: { UUID: string }) => describeMapping(this.#find(UUID)),
      },
      ListEventSourceMappings: {
        permissions: () => [{ action: 'lambda:ListEventSourceMappings', resource: '*' }],
        run: (input: ListInput) => ({ EventSourceMappings: this.#list(input).map(describeMapping) }),
      },
    };
  }

  /** Takes up what an earlier run left; it reads from `start` on. */
  async create(settings: MappingSettings, onAppend: OnAppend): Promise<void> {
    const { stateDirectory, bufferSeconds = Number.POSITIVE_INFINITY } = this.#runtime;
    const capped = { ...settings, windowSeconds: Math.min(settings.windowSeconds, bufferSeconds) };
    const dependencies = {
      runtime: this.#runtime,
      directory: join(stateDirectory, 'event-source-mappings', settings.id),
      invoke: this.#invoke,
      retryDelayMs: this.#retryDelayMs,
    };
    this.#mappings.set(settings.id, { mapping: await Mapping.open(capped, dependencies), onAppend });
  }

  override async start(): Promise<void> {
    for (const { mapping, onAppend } of this.#mappings.values()) mapping.start(onAppend);
  }

  /**
   * Resolves when the functions are done with everything that was on their streams before the call. Rejects with what
   * holds one up, after all others are through.
   */
  override async flush(): Promise<void> {
    const flushed = await Promise.allSettled(this.#all().map((mapping) => mapping.flush()));
    for (const result of flushed) if (result.status === 'rejected') throw result.reason;
  }

  override status(): { readonly eventSourceMappings: readonly MappingStatus[] } {
    return { eventSourceMappings: this.#all().map(statusOf) };
  }

  /** Takes what a function's log complains about; `call` is the one that does, if no mapping made it. */
  complain(functionName: string, message: string, call?: symbol): void {
    for (const mapping of this.#of(functionName)) mapping.complain(message, call);
  }

  /** A call of a function that no mapping made has come to its end. */
  ended(functionName: string, call: symbol): void {
    for (const mapping of this.#of(functionName)) mapping.ended(call);
  }

  override async close(): Promise<void> {
    await Promise.all(this.#all().map((mapping) => mapping.close()));
    this.#mappings.clear();
  }

  #all(): Mapping[] {
    return Array.from(this.#mappings.values(), ({ mapping }) => mapping);
  }

  #of(functionName: string): Mapping[] {
    return this.#all().filter(({ settings }) => settings.functionName === functionName);
  }

  #find(id: string): Mapping {
    const found = this.#mappings.get(id);
    if (found) return found.mapping;
    throw new ServiceError('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
  }

  #list({ EventSourceArn, FunctionName }: ListInput): Mapping[] {
    const name = FunctionName?.replace(/^.*:function:/, '');
    return this.#all().filter(
      ({ settings }) =>
        (EventSourceArn === undefined || settings.streamArn === EventSourceArn) &&
        (name === undefined || settings.functionName === name),
    );
  }
}

function statusOf({ settings, lastProcessingResult, complaint }: Mapping): MappingStatus {
  const { id, functionName, streamArn } = settings;
  return { id, functionName, streamArn, lastProcessingResult, ...(complaint !== undefined && { complaint }) };
}
