import { metricLine } from '../../metrics/metric-line.ts';
import type { Compaction } from './compact-events.ts';
import type { Rewritten } from './dependencies.ts';
import { duplicatesOf } from './partition.ts';

/** What the function answers when it had the lease. */
export interface CompactionResult {
  /** Partitions rewritten: days of applications. */
  readonly partitions: number;
  /** Rows in them now. */
  readonly rows: number;
  /** Rows that were delivered more often than once and were not counted as such before. */
  readonly duplicates: number;
  readonly bytes: number;
  readonly seconds: number;
  /** False: there is more to do, which the next run does. */
  readonly finished: boolean;
  /** The duplicates by application and day, where there are any. */
  readonly duplicated: readonly Duplicated[];
}

export interface Duplicated {
  readonly applicationId: string;
  readonly eventDate: string;
  readonly duplicates: number;
}

/** An answer may have 6 MB: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const maxNamed = 10_000;

export function resultOf({ rewritten, finished }: Compaction, seconds: number): CompactionResult {
  const sum = (figure: (one: Rewritten) => number) => rewritten.reduce((total, one) => total + figure(one), 0);
  const duplicated = rewritten
    .map((one) => ({ ...nameOf(one), duplicates: newDuplicates(one) }))
    .filter(({ duplicates }) => duplicates > 0);
  return {
    partitions: rewritten.length,
    rows: sum(({ after }) => after.rows),
    duplicates: sum(newDuplicates),
    bytes: sum(({ after }) => after.bytes),
    seconds,
    finished,
    duplicated: duplicated.slice(0, maxNamed),
  };
}

function nameOf({ applicationId, eventDate }: Rewritten) {
  return { applicationId, eventDate };
}

function newDuplicates({ before, after }: Rewritten): number {
  return Math.max(0, duplicatesOf(after) - duplicatesOf(before));
}

/**
 * Metrics: one line for the run, with the function as its dimension, and one for each application that has duplicates,
 * with the days beside. `now` in milliseconds since the epoch.
 */
export function metricLines(result: CompactionResult, now: number, functionName: string): string[] {
  const run = metricLine({
    timestamp: now,
    dimensions: { Function: functionName },
    metrics: {
      CompactedPartitions: [result.partitions, 'Count'],
      CompactedRows: [result.rows, 'Count'],
      CompactedBytes: [result.bytes, 'Bytes'],
      CompactionSeconds: [result.seconds, 'Seconds'],
      Duplicates: [result.duplicates, 'Count'],
      CompactionsDone: [result.finished ? 1 : 0, 'Count'],
    },
  });
  const byApplication = new Map<string, Record<string, number>>();
  for (const { applicationId, eventDate, duplicates } of result.duplicated) {
    byApplication.set(applicationId, { ...byApplication.get(applicationId), [eventDate]: duplicates });
  }
  const lines = [...byApplication].map(([ApplicationId, days]) =>
    metricLine({
      timestamp: now,
      dimensions: { ApplicationId },
      metrics: { Duplicates: [Object.values(days).reduce((total, count) => total + count, 0), 'Count'] },
      details: { days },
    }),
  );
  return [run, ...lines];
}
