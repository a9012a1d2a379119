import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { LiveMetric } from './live-metric.ts';
import type { QueryEngine } from './query-engine.ts';
import { readMetric } from './read-metric.ts';

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

const folder = fileURLToPath(new URL('./metrics/', import.meta.url));

/** Everything that is wrong with the folders of metrics, a line each. */
export class InvalidMetrics extends Error {
  override readonly name = 'InvalidMetrics';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** Every question, by name. Throws `InvalidMetrics` naming the files that are not right. */
export function readMetrics(directory = folder): Metric[] {
  const names = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const problems: string[] = [];
  const metrics = names.flatMap(({ name }) => {
    const read = readMetric(directory, name);
    problems.push(...read.problems.map((problem) => `sql/metrics/${name}${problem}`));
    return read.metric ?? [];
  });
  if (problems.length > 0) throw new InvalidMetrics(problems);
  return metrics.sort((one, other) => (one.name < other.name ? -1 : 1));
}
