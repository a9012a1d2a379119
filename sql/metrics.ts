import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Metric } from './metric.ts';
import { readMetric } from './read-metric.ts';

export type { Metric } from './metric.ts';

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
