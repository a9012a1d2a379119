import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Metric, readMetrics } from '../../sql/metrics.ts';

/** The metric that docs/add-a-metric.md adds: the files are the page's own. */
export function documentedMetric(): Metric {
  const page = readFileSync(fileURLToPath(new URL('../../docs/add-a-metric.md', import.meta.url)), 'utf8');
  const [, name = ''] = /Write `sql\/metrics\/(\w+)\/`/.exec(page) ?? [];
  const directory = mkdtempSync(join(tmpdir(), 'gap-documented-'));
  mkdirSync(join(directory, name));
  for (const [, file = '', text = ''] of page.matchAll(
    /```\w+\n +(?:#|--) (about\.yaml|query\.sql|flink\.sql)\n([^`]*)```/g,
  )) {
    writeFileSync(join(directory, name, file), text.replace(/^ {3}/gm, ''));
  }
  try {
    const [metric] = readMetrics(directory);
    if (metric === undefined) throw new Error('docs/add-a-metric.md has no folder');
    return metric;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
