import { setTimeout } from 'node:timers/promises';
import type { Runtime } from '../../../runtime.ts';
import type { Invocation } from '../function-settings.ts';
import { Checkpoints } from './checkpoints.ts';
import { Complaints } from './complaints.ts';
import { FailureDestination } from './failure-destination.ts';
import { FlushRequests } from './flush-requests.ts';
import { FunctionInvoker } from './function-invoker.ts';
import { MappingHealth } from './mapping-health.ts';
import { MappingLoop } from './mapping-loop.ts';
import { type MappingSettings, mappingTitle } from './mapping-settings.ts';
import { Moments } from './moments.ts';
import { type MappingContext, openShardRun } from './open-shard-run.ts';
import { ShardRuns } from './shard-runs.ts';
import { sourceOf } from './stream-source.ts';

export interface MappingDependencies {
  readonly runtime: Runtime;
  /** This mapping's own folder. */
  readonly directory: string;
  readonly invoke: (functionName: string, payload: string) => Promise<Invocation>;
  /** Delay before a failed attempt is repeated, by its number from 1. */
  readonly retryDelayMs: (attempt: number) => number;
}

/** Calls the listener when the stream has new records or shards; returns what ends that. */
export type OnAppend = (listener: () => void) => () => void;

/** How long `close` waits for invocations in flight. */
const maxClosingMs = 10_000;

/** One event source mapping: takes the records of its stream to its function. */
export class Mapping {
  readonly settings: MappingSettings;
  readonly #checkpoints: Checkpoints;
  readonly #invoker: FunctionInvoker;
  readonly #health: MappingHealth;
  readonly #flushes = new FlushRequests();
  readonly #shards: ShardRuns;
  readonly #loop: MappingLoop;
  readonly #closing = new AbortController();
  #stopListening: (() => void) | undefined;

  private constructor(settings: MappingSettings, dependencies: MappingDependencies, checkpoints: Checkpoints) {
    const { runtime, invoke, retryDelayMs } = dependencies;
    const { services, clock } = runtime;
    const { streamArn, functionName, roleArn } = settings;
    const title = mappingTitle(settings);
    const closing = this.#closing.signal;
    const flushes = this.#flushes;
    const moments = new Moments(clock);
    const onHeldUp = (reason: string) => flushes.reject(new Error(`${title}: ${reason}`));
    const complaints = new Complaints(clock, (message) => onHeldUp(`its function does not get on: ${message}`));
    const destination = new FailureDestination(settings, runtime);
    const source = sourceOf(streamArn).reader(services, streamArn, { arn: roleArn }, () => clock.now());
    this.settings = settings;
    this.#checkpoints = checkpoints;
    this.#health = new MappingHealth({ onHeldUp, log: (line) => runtime.log(`${title}: ${line}`) });
    this.#invoker = new FunctionInvoker((payload) => invoke(functionName, payload), complaints, closing);
    const context: MappingContext = {
      settings,
      runtime,
      source,
      checkpoints,
      invoker: this.#invoker,
      destination,
      health: this.#health,
      flushes,
      moments,
      closing,
      retryDelayMs,
      onProgress: () => {
        if (flushes.areOpen) this.#loop.notify();
      },
    };
    this.#shards = new ShardRuns({
      listShards: async () => {
        destination.authorize();
        return source.listShards();
      },
      checkpoints,
      moments,
      begin: (shardId) => openShardRun(shardId, context),
      onEnd: (shardId) => {
        this.#health.forget(shardId);
        this.#loop.notify();
      },
    });
    this.#loop = new MappingLoop({
      shards: this.#shards,
      flushes,
      moments,
      health: this.#health,
      closing,
      retryDelayMs: retryDelayMs(1),
    });
  }

  static async open(settings: MappingSettings, dependencies: MappingDependencies): Promise<Mapping> {
    const { runtime, directory } = dependencies;
    const onFailure = (error: unknown) =>
      runtime.log(`${mappingTitle(settings)}: its positions are not kept: ${String(error)}`);
    const checkpoints = await Checkpoints.open(directory, runtime.clock.now(), onFailure);
    return new Mapping(settings, dependencies, checkpoints);
  }

  start(onAppend: OnAppend): void {
    if (this.#loop.isRunning || !this.settings.enabled) return;
    this.#stopListening = onAppend(() => this.#shards.wakeHungry());
    this.#loop.start();
  }

  /** Milliseconds since the epoch. */
  get createdAt(): number {
    return this.#checkpoints.since;
  }

  /** As AWS words it, with the reason. https://docs.aws.amazon.com/lambda/latest/api/API_GetEventSourceMapping.html */
  get lastProcessingResult(): string {
    const { reason } = this.#health;
    if (reason !== undefined) return `PROBLEM: ${reason}`;
    return this.#invoker.hasInvoked ? 'OK' : 'No records processed';
  }

  /** What the function complains about in an invocation that goes on, or did in the last call that others made. */
  get complaint(): string | undefined {
    return this.#invoker.complaints.message;
  }

  /** `call` is the one that complains, if the mapping did not make it. */
  complain(message: string, call?: symbol): void {
    this.#invoker.complaints.add(message, call);
  }

  /** A call of the function that the mapping did not make has ended; its last lines may still come. */
  ended(call: symbol): void {
    this.#invoker.complaints.ended(call);
  }

  /**
   * Resolves when the function is done with everything that was on the stream before the call. Rejects with what holds
   * that up, if an attempt after the call fails.
   */
  flush(): Promise<void> {
    return this.#loop.flush();
  }

  /** Stops; invocations in flight may finish. Everything that is not done is done after the next start. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#stopListening?.();
    await Promise.race([this.#loop.ended(), setTimeout(maxClosingMs, undefined, { ref: false })]);
    this.#flushes.reject(new Error('the event source mapping is closed'));
    await this.#checkpoints.saved();
  }
}
