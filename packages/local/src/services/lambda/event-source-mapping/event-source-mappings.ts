import { join } from 'node:path';
import type { Runtime } from '../../../runtime.ts';
import { type Action, ServiceError } from '../../../service.ts';
import type { Invocation } from '../function-settings.ts';
import { describeMapping } from './describe-mapping.ts';
import { Mapping, type OnAppend } from './mapping.ts';
import { type MappingSettings, mappingArn } from './mapping-settings.ts';

export interface EventSourceMappingOptions {
  /** Wait in milliseconds before a failed attempt is repeated, by its number from 1. Default: 1 s, doubling to 30 s. */
  readonly retryMilliseconds?: (attempt: number) => number;
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
 * Lambda's event source mappings of Kinesis streams: each reads a stream and invokes a function with its records.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
 */
export class EventSourceMappings {
  readonly actions: Readonly<Record<string, Action>>;
  readonly #runtime: Runtime;
  readonly #invoke: (functionName: string, payload: string) => Promise<Invocation>;
  readonly #retryMilliseconds: (attempt: number) => number;
  readonly #mappings = new Map<string, Mapping>();

  constructor(
    runtime: Runtime,
    invoke: (functionName: string, payload: string) => Promise<Invocation>,
    { retryMilliseconds }: EventSourceMappingOptions = {},
  ) {
    this.#runtime = runtime;
    this.#invoke = invoke;
    const longest = Math.min(30_000, (runtime.bufferSeconds ?? Number.POSITIVE_INFINITY) * 1000);
    this.#retryMilliseconds = retryMilliseconds ?? ((attempt) => Math.min(longest, 1000 * 2 ** (attempt - 1)));
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
  async create(settings: MappingSettings): Promise<void> {
    const { stateDirectory, bufferSeconds = Number.POSITIVE_INFINITY } = this.#runtime;
    const capped = { ...settings, windowSeconds: Math.min(settings.windowSeconds, bufferSeconds) };
    const world = {
      runtime: this.#runtime,
      directory: join(stateDirectory, 'event-source-mappings', settings.id),
      invoke: this.#invoke,
      retryMilliseconds: this.#retryMilliseconds,
    };
    this.#mappings.set(settings.id, await Mapping.open(capped, world));
  }

  start(id: string, onAppend: OnAppend): void {
    this.#find(id).start(onAppend);
  }

  /**
   * Resolves when the functions are done with everything that was on their streams before the call. Rejects with what
   * holds one up, after all others are through.
   */
  async flush(): Promise<void> {
    const flushed = await Promise.allSettled([...this.#mappings.values()].map((mapping) => mapping.flush()));
    for (const result of flushed) if (result.status === 'rejected') throw result.reason;
  }

  status(): MappingStatus[] {
    return [...this.#mappings.values()].map(({ settings, lastProcessingResult, complaint }) => {
      const { id, functionName, streamArn } = settings;
      return { id, functionName, streamArn, lastProcessingResult, ...(complaint !== undefined && { complaint }) };
    });
  }

  /** Takes what a function's log complains about; `call` is the one that does, if no mapping made it. */
  complain(functionName: string, message: string, call?: symbol): void {
    for (const mapping of this.#of(functionName)) mapping.complain(message, call);
  }

  /** A call of a function that no mapping made has come to its end. */
  ended(functionName: string, call: symbol): void {
    for (const mapping of this.#of(functionName)) mapping.ended(call);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#mappings.values()].map((mapping) => mapping.close()));
    this.#mappings.clear();
  }

  #of(functionName: string): Mapping[] {
    return [...this.#mappings.values()].filter(({ settings }) => settings.functionName === functionName);
  }

  #find(id: string): Mapping {
    const mapping = this.#mappings.get(id);
    if (mapping) return mapping;
    throw new ServiceError('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
  }

  #list({ EventSourceArn, FunctionName }: ListInput): Mapping[] {
    const name = FunctionName?.replace(/^.*:function:/, '');
    return [...this.#mappings.values()].filter(
      ({ settings }) =>
        (EventSourceArn === undefined || settings.streamArn === EventSourceArn) &&
        (name === undefined || settings.functionName === name),
    );
  }
}
