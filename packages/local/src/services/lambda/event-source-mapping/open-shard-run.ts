import { setTimeout } from 'node:timers/promises';
import type { Runtime } from '../../../runtime.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { FailureDestination } from './failure-destination.ts';
import type { FlushRequests } from './flush-requests.ts';
import type { FunctionInvoker } from './function-invoker.ts';
import type { MappingHealth } from './mapping-health.ts';
import { type MappingSettings, mappingTitle } from './mapping-settings.ts';
import type { Moments } from './moments.ts';
import { passesFilters } from './passes-filters.ts';
import { ShardRun } from './shard-run.ts';
import { shardStart } from './shard-start.ts';
import type { SourceReader } from './stream-source.ts';

/** What all shards of a mapping share. */
export interface MappingContext {
  readonly settings: MappingSettings;
  readonly runtime: Runtime;
  readonly source: SourceReader;
  readonly checkpoints: Checkpoints;
  readonly invoker: FunctionInvoker;
  readonly destination: FailureDestination;
  readonly health: MappingHealth;
  readonly flushes: FlushRequests;
  readonly moments: Moments;
  readonly closing: AbortSignal;
  readonly retryDelayMs: (attempt: number) => number;
  /** A shard has moved on, or is no longer held up. */
  onProgress(): void;
}

/** The run of one shard, from its checkpoint on. */
export function openShardRun(shardId: string, context: MappingContext): ShardRun {
  const { settings, runtime, source, checkpoints, invoker, destination, health, closing } = context;
  const position = checkpoints.of(shardId);
  const pause = async (attempt: number) => {
    await setTimeout(context.retryDelayMs(attempt), undefined, { signal: closing, ref: false });
  };
  const onProblem = (error: unknown) => {
    health.setShardProblem(shardId, error);
    if (error === undefined) context.onProgress();
  };
  return new ShardRun(
    {
      settings,
      reader: source.openShard(shardId, shardStart(settings, position, checkpoints.since)),
      passes: passesFilters(settings),
      now: () => runtime.clock.now(),
      nextMoment: () => context.moments.next(),
      isClosed: () => closing.aborted,
      isFlushing: () => context.flushes.areOpen,
      invoke: (payload) => invoker.invoke(payload),
      pause,
      giveUp: async (batch) => {
        const { records, condition } = batch;
        runtime.log(`${mappingTitle(settings)}: ${records.length} records of ${shardId} are given up: ${condition}`);
        await destination.store(batch, { onProblem, pause });
      },
      onPosition: async (reached) => {
        health.clearFailure(shardId);
        await checkpoints.set(shardId, reached);
        context.onProgress();
      },
      onFailure: (message) => health.setFailure(shardId, message),
      onProblem,
    },
    position,
  );
}
