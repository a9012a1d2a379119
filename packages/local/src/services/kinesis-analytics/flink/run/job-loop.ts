import type { JobPlan } from '../plan/plan-job.ts';
import type { JobFunctions } from './job-functions.ts';
import { JobState } from './job-state.ts';
import { ShardReader } from './shard-reader.ts';
import type { StreamCalls } from './stream-calls.ts';
import { Watermarks } from './watermarks.ts';
import { type MicroBatch, WindowRunner } from './window-runner.ts';

export interface JobOptions {
  readonly plan: JobPlan;
  readonly functions: JobFunctions;
  readonly calls: StreamCalls;
  /** The DuckDB file of its state. */
  readonly file: string;
  readonly now: () => number;
  readonly pollMilliseconds?: number;
  /** Told after every micro-batch. */
  readonly onProgress?: (progress: JobProgress) => void;
}

export interface JobProgress {
  /** Records of this micro-batch. */
  readonly records: number;
  /** Nothing was behind it, and all rows are out. */
  readonly caughtUp: boolean;
  /** Milliseconds since the epoch. */
  readonly watermark: number | undefined;
}

/** A micro-batch is at most so large. */
const batchRecords = 10_000;

/** AWS takes so many at once. */
const putRecords = 500;

/** A job from where it was left, until it is stopped. Rejects when it cannot go on; it can then be begun again. */
export async function runJob(options: JobOptions, stopping: AbortSignal): Promise<void> {
  const { plan, functions, calls, file, now, pollMilliseconds = 250 } = options;
  const state = await JobState.open(file, plan);
  try {
    const { source } = plan;
    const known = await state.shards();
    const watermarks = new Watermarks(source, { current: await state.watermark(), last: await state.lastRecord() });
    const reader = new ShardReader(calls, source, known);
    const runner = new WindowRunner(plan, functions, state, watermarks);
    const read = async (): Promise<MicroBatch> => {
      const shards = await reader.read(batchRecords, now());
      return runner.evaluate(shards);
    };
    await send(state, calls);
    let next: Promise<MicroBatch> | undefined;
    while (!stopping.aborted) {
      const startedAt = now();
      const batch = await (next ?? read());
      next = undefined;
      for (const { id, parents } of reader.open) {
        const least = parents
          .map((parent) => watermarks.of(parent) ?? known.get(parent)?.watermark)
          .reduce(lesser, Number.POSITIVE_INFINITY);
        const inherited = known.get(id)?.watermark ?? (Number.isFinite(least) ? least : undefined);
        watermarks.add(id, inherited);
      }
      const isFull = batch.records.length >= batchRecords / 2;
      if (isFull) {
        next = read();
        // Waited for in the next round; until then nobody else looks.
        next.catch(() => {});
      }
      const rows = await runner.process(batch, now());
      if (rows > 0) await send(state, calls);
      const caughtUp = batch.shards.every(({ atTip }) => atTip);
      options.onProgress?.({ records: batch.records.length, caughtUp, watermark: watermarks.current });
      if (!isFull) await pause(Math.max(0, startedAt + pollMilliseconds - now()), stopping);
    }
  } finally {
    state.close();
  }
}

function lesser(a: number, b: number | undefined): number {
  return b === undefined ? Number.NaN : Math.min(a, b);
}

/** Puts what is in the outbox onto its streams, in order, and takes it out. */
async function send(state: JobState, calls: StreamCalls): Promise<void> {
  for (;;) {
    const rows = await state.outgoing(putRecords);
    const last = rows.at(-1);
    if (!last) return;
    for (const stream of new Set(rows.map((row) => row.stream))) {
      let left = rows.filter((row) => row.stream === stream);
      for (let attempt = 0; left.length > 0; attempt++) {
        if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(5000, 100 * 2 ** attempt)));
        const refused = await calls.put(stream, left);
        left = refused.flatMap((index) => left[index] ?? []);
        if (attempt >= 10 && left.length > 0) throw new Error(`${left.length} rows were not taken by ${stream}`);
      }
    }
    await state.sent(last.seq);
  }
}

function pause(milliseconds: number, stopping: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stopping.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    stopping.addEventListener('abort', done);
  });
}
