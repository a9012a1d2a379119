import type { MetricRow } from '../../../schemas/generated/metric-row.ts';

/** A row of a live metric as the stream gave it. */
export interface StreamedMetric {
  readonly row: MetricRow;
  /** The row's JSON as it came: its numbers may have more digits than `row` keeps. */
  readonly text: string;
  /**
   * When the stream took it, in milliseconds since the epoch: of the rows with one id the highest version counts, and of
   * equal versions the one that is written last.
   */
  readonly version: number;
}

/** A row that a store refuses, and would refuse again. */
export interface WriteProblem {
  /** Of the row in the list that was to be written. */
  readonly index: number;
  /** Short, and nothing of the row in it. */
  readonly reason: string;
}

/** Where the rows of live metrics go. */
export interface MetricStore {
  readonly name: 'clickhouse' | 'opensearch';
  /** Rejects when something is wrong with the store that nobody else says. Writes nothing. */
  readonly check: () => Promise<void>;
  /**
   * Writes all rows but those that it answers. Ids are unique among `rows`. Rejects when the store cannot be reached or
   * does not work: then none of them counts as written.
   */
  readonly write: (rows: readonly StreamedMetric[]) => Promise<readonly WriteProblem[]>;
}
