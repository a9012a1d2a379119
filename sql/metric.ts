import type { LiveMetric } from './live-metric.ts';
import type { QueryEngine } from './query-engine.ts';

/** One question: a folder of sql/metrics/. */
export interface Metric {
  /** The folder's name, which is also the named query's. */
  readonly name: string;
  readonly question: string;
  /** What one row stands for. */
  readonly grain: string;
  readonly owner: string;
  /** Values for the `?` of the query, in their order. */
  readonly parameters: readonly string[];
  readonly sql: string;
  /** Engines that have what the query asks. */
  readonly engines: readonly QueryEngine[];
  /** Undefined: it is asked of stored events alone. */
  readonly live: LiveMetric | undefined;
  /** Why the query's rows may be others than those that were computed live, besides events that came late. */
  readonly storedDifference: string | undefined;
}
