import type { Counts } from './checkpoint.ts';
import { type EventStream, maxRecords } from './event-stream.ts';
import type { Pace } from './pace.ts';
import { putBatch } from './put-batch.ts';
import type { Position, Source } from './source.ts';
import type { StreamRecord } from './stream-record.ts';

export interface Run {
  readonly source: Source;
  readonly stream: Pick<EventStream, 'put' | 'sizeOf' | 'maxBatchSize'>;
  readonly pace: Pace;
  /** Where an earlier run got to, and what it counted. */
  readonly position: Position | undefined;
  readonly counts: Counts;
  /** Ends the run when the batch under way has been acknowledged. */
  readonly stop: AbortSignal;
  /** Keeps a position; called when everything before it has been acknowledged. */
  readonly save: (position: Position, counts: Counts) => void;
  /** Called about once a second; `reached` is when the last record was received. */
  readonly onProgress: (counts: Counts, reached: number) => void;
  readonly onRefused: (record: StreamRecord, reason: string) => void;
  readonly pause: (attempt: number) => Promise<void>;
}

export interface RunResult {
  readonly counts: Counts;
  /** False: it was stopped before the end. */
  readonly finished: boolean;
}

/** What is not asked for moves the position too, so that a long way through it is not gone twice. */
const othersBetweenSaves = 50_000;

/**
 * Takes records from the source and puts them onto the stream, batch by batch. Holds one batch and what the source holds,
 * however long it takes.
 */
export async function runReplay(run: Run): Promise<RunResult> {
  const { source, stream, pace, stop } = run;
  const counts = { ...run.counts };
  let batch = new Batch();
  let reportedAt = performance.now();

  async function finish(): Promise<boolean> {
    const { records, position, found, skipped } = batch;
    if (records.length > 0) {
      if (!(await pace.take(records.length, stop))) return false;
      let throttled = false;
      const onThrottled = () => {
        throttled = true;
        pace.slower();
      };
      const { accepted, refused } = await putBatch(records, { put: stream.put, onThrottled, pause: run.pause });
      if (!throttled) pace.faster();
      for (const { record, reason } of refused) run.onRefused(record, reason);
      counts.replayed += accepted;
      counts.failed += refused.length;
    }
    counts.found += found;
    counts.skipped += skipped;
    if (position !== undefined) run.save(position, counts);
    const reached = records.at(-1)?.receivedAt;
    batch = new Batch();
    if (performance.now() - reportedAt >= 1000 && reached !== undefined) {
      reportedAt = performance.now();
      run.onProgress(counts, reached);
    }
    return true;
  }

  const watch = { stop, onStart: (position: Position) => run.save(position, counts) };
  for await (const { record, position } of source.candidates(run.position, watch)) {
    if (stop.aborted) return { counts, finished: false };
    if (typeof record === 'object') {
      const bytes = stream.sizeOf(record);
      // A batch is a second's worth at most, so that a slow replay can be stopped and goes evenly.
      const most = Math.max(1, Math.min(maxRecords, Math.floor(pace.rate)));
      const full = batch.records.length >= most || batch.bytes + bytes > stream.maxBatchSize;
      if (full && !(await finish())) return { counts, finished: false };
      batch.add(record, bytes);
    } else if (record === 'skipped') batch.skip();
    else batch.others += 1;
    batch.position = position;
    if (batch.others >= othersBetweenSaves && !(await finish())) return { counts, finished: false };
  }
  // A source ends early when it is stopped.
  return { counts, finished: !stop.aborted && (await finish()) };
}

class Batch {
  readonly records: StreamRecord[] = [];
  bytes = 0;
  found = 0;
  skipped = 0;
  others = 0;
  /** Behind the last candidate that was looked at. */
  position: Position | undefined;

  add(record: StreamRecord, bytes: number): void {
    this.records.push(record);
    this.bytes += bytes;
    this.found += 1;
  }

  skip(): void {
    this.found += 1;
    this.skipped += 1;
  }
}
