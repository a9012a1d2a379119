import { setTimeout } from 'node:timers/promises';
import { errorMessage } from '../../../error-message.ts';
import type { Runtime } from '../../../runtime.ts';
import { WakeUp } from '../../firehose/wake-up.ts';
import type { ShardStart } from '../../kinesis/stream-reader.ts';
import type { Invocation } from '../function-settings.ts';
import { Checkpoints } from './checkpoints.ts';
import { failureKey, failureRecord, type GivenUp } from './failure-record.ts';
import type { MappingSettings } from './mapping-settings.ts';
import { passesFilters } from './passes-filters.ts';
import { ShardRun } from './shard-run.ts';
import { type SourceReader, sourceOf } from './stream-source.ts';

export interface MappingWorld {
  readonly runtime: Runtime;
  /** This mapping's own folder. */
  readonly directory: string;
  readonly invoke: (functionName: string, payload: string) => Promise<Invocation>;
  /** Wait in milliseconds before a failed attempt is repeated, by its number from 1. */
  readonly retryMilliseconds: (attempt: number) => number;
}

/** Calls the listener when the stream has new records or shards; returns what ends that. */
export type OnAppend = (listener: () => void) => () => void;

interface Shard {
  readonly run: ShardRun;
  readonly wakeUp: WakeUp;
  problem: string | undefined;
  /** What the function said last, while it fails. */
  failure: string | undefined;
}

/** Of one that goes on: what the function said last, and since when it complains. */
interface Complaint {
  readonly message: string;
  readonly since: number;
  /** The invocations that were under way: one of them complains. */
  readonly suspects: Set<symbol>;
}

interface FlushWaiter {
  readonly moment: number;
  resolve(): void;
  reject(error: Error): void;
}

const shardListMilliseconds = 10_000;
/** How long the end waits for invocations that are under way. */
const closingMilliseconds = 10_000;
/** A function that has complained for so long without coming to an end holds a flush up no longer. */
const patienceMilliseconds = 30_000;

/** One event source mapping: a run for each shard whose parents are through. */
export class Mapping {
  readonly settings: MappingSettings;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly #world: MappingWorld;
  readonly #checkpoints: Checkpoints;
  readonly #reader: SourceReader;
  readonly #wakeUp = new WakeUp();
  readonly #closing = new AbortController();
  readonly #shards = new Map<string, Shard>();
  #waiters: FlushWaiter[] = [];
  #stopListening: (() => void) | undefined;
  #running: Promise<void> | undefined;
  #isStale = true;
  #listedAt = 0;
  #lastTick = 0;
  readonly #underWay = new Set<symbol>();
  #invocations = 0;
  #problem: string | undefined;
  #complaint: Complaint | undefined;
  /** Said in a call that the mapping did not make: it stands until another such call ends without. */
  #elsewhere: { readonly call: symbol; readonly message: string } | undefined;

  private constructor(settings: MappingSettings, world: MappingWorld, checkpoints: Checkpoints) {
    const { runtime } = world;
    this.settings = settings;
    this.#world = world;
    this.#checkpoints = checkpoints;
    this.createdAt = checkpoints.since;
    const role = { arn: settings.roleArn };
    const { streamArn } = settings;
    this.#reader = sourceOf(streamArn).reader(runtime.services, streamArn, role, () => runtime.clock.now());
  }

  static async open(settings: MappingSettings, world: MappingWorld): Promise<Mapping> {
    const { runtime, directory } = world;
    const onFailure = (error: unknown) =>
      runtime.log(`${titleOf(settings)}: its positions are not kept: ${String(error)}`);
    const checkpoints = await Checkpoints.open(directory, runtime.clock.now(), onFailure);
    return new Mapping(settings, world, checkpoints);
  }

  start(onAppend: OnAppend): void {
    if (this.#running || !this.settings.enabled) return;
    this.#stopListening = onAppend(() => {
      for (const { run, wakeUp } of this.#shards.values()) if (run.isHungry) wakeUp.notify();
    });
    this.#running = this.#run();
  }

  /** As AWS words it, with the reason. https://docs.aws.amazon.com/lambda/latest/api/API_GetEventSourceMapping.html */
  get lastProcessingResult(): string {
    const problem = this.#problem ?? [...this.#shards.values()].find(({ problem }) => problem)?.problem;
    if (problem !== undefined) return `PROBLEM: ${problem}`;
    const failure = this.#failure;
    if (failure !== undefined) return `PROBLEM: Function call failed: ${failure}`;
    return this.#invocations > 0 ? 'OK' : 'No records processed';
  }

  /** What the function complains about in an invocation that goes on, or did when it was called last: it would wait for it. */
  get complaint(): string | undefined {
    return this.#complaint?.message ?? this.#elsewhere?.message;
  }

  /** `call` is the one that complains, if the mapping did not make it. */
  complain(message: string, call?: symbol): void {
    if (call !== undefined) {
      this.#elsewhere = { call, message };
      return;
    }
    // The last lines of an invocation may come after its end, which says more.
    if (this.#underWay.size === 0) return;
    const now = this.#world.runtime.clock.now();
    const { since } = this.#complaint ?? { since: now };
    this.#complaint = { message, since, suspects: new Set(this.#underWay) };
    if (now - since >= patienceMilliseconds)
      this.#hold(new Error(`${titleOf(this.settings)}: its function does not get on: ${message}`));
  }

  /** A call of the function that the mapping did not make has come to its end; its last lines may still come. */
  ended(call: symbol): void {
    if (this.#elsewhere?.call !== call) this.#elsewhere = undefined;
  }

  /**
   * Resolves when the function is done with everything that was on the stream before the call. Rejects with what holds
   * that up, if an attempt after the call fails.
   */
  flush(): Promise<void> {
    if (!this.#running || this.#closing.signal.aborted) return Promise.resolve();
    const flushed = new Promise<void>((resolve, reject) => {
      this.#waiters.push({ moment: this.#tick(), resolve, reject });
    });
    this.#isStale = true;
    this.#wakeAll();
    return flushed;
  }

  /** Stops; what is under way may finish. Everything that is not done is done after the next start. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#stopListening?.();
    this.#wakeAll();
    await Promise.race([this.#running, setTimeout(closingMilliseconds, undefined, { ref: false })]);
    this.#hold(new Error('the event source mapping is closed'));
    await this.#checkpoints.saved();
  }

  async #run(): Promise<void> {
    const runs = new Set<Promise<void>>();
    while (!this.#closing.signal.aborted) {
      try {
        if (this.#isStale || this.#tick() >= this.#listedAt + shardListMilliseconds) await this.#listShards(runs);
        this.#setProblem(undefined);
      } catch (error) {
        this.#isStale = true;
        this.#setProblem(messageOf(error));
      }
      this.#settle();
      await this.#wakeUp.sleep(this.#problem === undefined ? shardListMilliseconds : this.#world.retryMilliseconds(1));
    }
    await Promise.all(runs);
  }

  /** Begins with the shards that are new, and whose parents, as far as they can still be read, are through. */
  async #listShards(runs: Set<Promise<void>>): Promise<void> {
    this.#checkDestination();
    this.#isStale = false;
    const listedAt = this.#tick();
    const listed = await this.#reader.listShards();
    const ids = new Set(listed.map(({ id }) => id));
    this.#checkpoints.keep(ids);
    for (const { id, parents } of listed) {
      const isThrough = (parent: string) => !ids.has(parent) || this.#checkpoints.of(parent).ended === true;
      if (this.#shards.has(id) || this.#checkpoints.of(id).ended || !parents.every(isThrough)) continue;
      const run = this.#begin(id).finally(() => {
        runs.delete(run);
        this.#shards.delete(id);
        // Its children can begin.
        this.#isStale = true;
        this.#wakeUp.notify();
      });
      runs.add(run);
    }
    this.#listedAt = listedAt;
  }

  async #begin(shardId: string): Promise<void> {
    const { settings } = this;
    const { runtime, invoke } = this.#world;
    const position = this.#checkpoints.of(shardId);
    const wakeUp = new WakeUp();
    const run = new ShardRun(
      {
        settings,
        passes: passesFilters(settings),
        reader: this.#reader.openShard(shardId, this.#startOf(position.after)),
        wakeUp,
        now: () => runtime.clock.now(),
        tick: () => this.#tick(),
        isClosed: () => this.#closing.signal.aborted,
        isFlushing: () => this.#waiters.length > 0,
        invoke: async (payload) => {
          this.#closing.signal.throwIfAborted();
          const invocation = await this.#watched(() => invoke(settings.functionName, payload));
          this.#invocations += 1;
          return invocation;
        },
        pause: (attempt) => this.#pause(attempt),
        giveUp: (batch) => this.#giveUp(batch),
        onPosition: async (reached) => {
          shard.failure = undefined;
          await this.#checkpoints.set(shardId, reached);
          this.#wakeForFlush();
        },
        onFailure: (message) => this.#onFailure(shard, message),
        onProblem: (error) => this.#onShardProblem(shardId, error),
      },
      position,
    );
    const shard: Shard = { run, wakeUp, problem: undefined, failure: undefined };
    this.#shards.set(shardId, shard);
    await run.run();
  }

  async #watched(invocation: () => Promise<Invocation>): Promise<Invocation> {
    const self = Symbol();
    this.#underWay.add(self);
    try {
      return await invocation();
    } finally {
      this.#underWay.delete(self);
      this.#complaint?.suspects.delete(self);
      if (this.#complaint?.suspects.size === 0) this.#complaint = undefined;
    }
  }

  #startOf(after: string | undefined): ShardStart {
    const { startingPosition } = this.settings;
    if (after !== undefined) return { after };
    if (startingPosition.type === 'TRIM_HORIZON') return 'TRIM_HORIZON';
    return { since: startingPosition.type === 'LATEST' ? this.#checkpoints.since : startingPosition.time };
  }

  /** AWS refuses to make a mapping whose role may not write to its destination; here it waits until the role may. */
  #checkDestination(): void {
    const { failureBucket, roleArn, id } = this.settings;
    if (failureBucket === undefined) return;
    const role = { arn: roleArn };
    const bucket = `arn:aws:s3:::${failureBucket}`;
    const { services } = this.#world.runtime;
    services.authorize(role, { action: 's3:ListBucket', resource: bucket });
    services.authorize(role, { action: 's3:PutObject', resource: `${bucket}/aws/lambda/${id}/` });
  }

  /** Stores the record of the batch, as often as it takes: the records are nowhere else once the shard moves on. */
  async #giveUp(batch: GivenUp): Promise<void> {
    const { settings } = this;
    const { runtime } = this.#world;
    const { condition, records } = batch;
    const [{ shardId }] = records;
    runtime.log(`${titleOf(settings)}: ${records.length} records of ${shardId} are given up: ${condition}`);
    if (settings.failureBucket === undefined) return;
    const now = runtime.clock.now();
    const input = {
      Bucket: settings.failureBucket,
      Key: failureKey(settings.id, shardId, now),
      Body: JSON.stringify(failureRecord(batch, settings, now)),
      ContentType: 'application/json',
    };
    for (let attempt = 1; ; attempt++) {
      try {
        await runtime.services.call('s3', 'PutObject', input, { arn: settings.roleArn });
        return this.#onShardProblem(shardId, undefined);
      } catch (error) {
        this.#onShardProblem(shardId, error);
        await this.#pause(attempt);
      }
    }
  }

  async #pause(attempt: number): Promise<void> {
    const milliseconds = this.#world.retryMilliseconds(attempt);
    await setTimeout(milliseconds, undefined, { signal: this.#closing.signal, ref: false });
  }

  get #failure(): string | undefined {
    return [...this.#shards.values()].find(({ failure }) => failure !== undefined)?.failure;
  }

  #onFailure(shard: Shard, message: string): void {
    if (this.#failure === undefined) this.#tell(`its function fails and is tried again: ${message}`);
    shard.failure = message;
    this.#hold(new Error(`${titleOf(this.settings)}: its function fails: ${message}`));
  }

  #onShardProblem(shardId: string, error: unknown): void {
    const shard = this.#shards.get(shardId);
    const problem = error === undefined ? undefined : messageOf(error);
    if (shard && problem !== undefined && shard.problem !== problem) this.#tell(problem);
    if (shard) shard.problem = problem;
    if (problem === undefined) this.#wakeForFlush();
    else this.#hold(new Error(`${titleOf(this.settings)}: ${problem}`));
  }

  #setProblem(problem: string | undefined): void {
    if (problem !== undefined && this.#problem !== problem) this.#tell(problem);
    this.#problem = problem;
    if (problem !== undefined) this.#hold(new Error(`${titleOf(this.settings)}: ${problem}`));
  }

  #tell(line: string): void {
    this.#world.runtime.log(`${titleOf(this.settings)}: ${line}`);
  }

  /** Ends the waiting of those for whom everything is done. */
  #settle(): void {
    const isDone = ({ moment }: FlushWaiter) =>
      !this.#isStale &&
      this.#listedAt >= moment &&
      [...this.#shards.values()].every(({ run }) => run.isThrough(moment));
    const done = this.#waiters.filter(isDone);
    this.#waiters = this.#waiters.filter((waiter) => !done.includes(waiter));
    for (const { resolve } of done) resolve();
  }

  /** Tells those who wait for a flush that it does not get on. */
  #hold(error: Error): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const { reject } of waiters) reject(error);
  }

  #wakeForFlush(): void {
    if (this.#waiters.length > 0) this.#wakeUp.notify();
  }

  #wakeAll(): void {
    this.#wakeUp.notify();
    for (const { wakeUp } of this.#shards.values()) wakeUp.notify();
  }

  /** The time, but later with each call: so that a clock which is set back does not put a moment out of reach. */
  #tick(): number {
    this.#lastTick = Math.max(this.#lastTick + 0.001, this.#world.runtime.clock.now());
    return this.#lastTick;
  }
}

function titleOf({ functionName, streamArn }: MappingSettings): string {
  const [, name = streamArn] = /:(?:stream|table)\/([^/]+)/.exec(streamArn) ?? [];
  return `event source mapping of ${name} to ${functionName}`;
}

function messageOf(error: unknown): string {
  return errorMessage(error);
}
