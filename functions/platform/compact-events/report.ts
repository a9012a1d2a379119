import type { Compaction } from './compact-events.ts';
import { duplicatesOf } from './partition.ts';
import type { Rewritten } from './world.ts';

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
const mostNamed = 10_000;

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
    duplicated: duplicated.slice(0, mostNamed),
  };
}

function nameOf({ applicationId, eventDate }: Rewritten) {
  return { applicationId, eventDate };
}

function newDuplicates({ before, after }: Rewritten): number {
  return Math.max(0, duplicatesOf(after) - duplicatesOf(before));
}

const totals = [
  { Name: 'CompactedPartitions', Unit: 'Count' },
  { Name: 'CompactedRows', Unit: 'Count' },
  { Name: 'CompactedBytes', Unit: 'Bytes' },
  { Name: 'CompactionSeconds', Unit: 'Seconds' },
  { Name: 'Duplicates', Unit: 'Count' },
  { Name: 'CompactionsDone', Unit: 'Count' },
] as const;

/**
 * Lines of CloudWatch's embedded metric format: one for the run, with the function as its dimension, and one for each
 * application that sent or got something twice, with the days beside. `now` in milliseconds since the epoch.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function metricLines(result: CompactionResult, now: number, functionName: string): string[] {
  const { partitions, rows, bytes, seconds, duplicates, finished } = result;
  const run = {
    ...metrics(now, 'Function', totals),
    Function: functionName,
    CompactedPartitions: partitions,
    CompactedRows: rows,
    CompactedBytes: bytes,
    CompactionSeconds: seconds,
    Duplicates: duplicates,
    CompactionsDone: finished ? 1 : 0,
  };
  const byApplication = new Map<string, Record<string, number>>();
  for (const { applicationId, eventDate, duplicates: count } of result.duplicated) {
    byApplication.set(applicationId, { ...byApplication.get(applicationId), [eventDate]: count });
  }
  const lines = [...byApplication].map(([ApplicationId, days]) => ({
    ...metrics(now, 'ApplicationId', [{ Name: 'Duplicates', Unit: 'Count' }]),
    ApplicationId,
    Duplicates: Object.values(days).reduce((total, count) => total + count, 0),
    days,
  }));
  return [run, ...lines].map((line) => JSON.stringify(line));
}

function metrics(now: number, dimension: string, names: readonly object[]) {
  const CloudWatchMetrics = [{ Namespace: 'GameAnalytics', Dimensions: [[dimension]], Metrics: names }];
  return { _aws: { Timestamp: now, CloudWatchMetrics } };
}
