import { isMetricRow, metricColumns } from '../../../schemas/generated/metric-row.ts';
import { isObject, parseJson } from '../../../schemas/parse-json.ts';
import type { ShardRecord } from '../shard-batch.ts';
import type { StreamedMetric } from './metric-store.ts';

const known: ReadonlySet<string> = new Set(metricColumns.map(({ name }) => name));

/** The row of a metric that a record holds; undefined: it holds none, and never will. */
export function readMetric({ data, arrivedAt }: ShardRecord): StreamedMetric | undefined {
  const text = Buffer.from(data, 'base64').toString();
  const row = parseJson(text);
  if (!isObject(row) || !isMetricRow(row) || !Object.keys(row).every((name) => known.has(name))) return undefined;
  // ClickHouse would let a larger one begin anew, below zero.
  if (![row.events ?? 0, row.players ?? 0].every(Number.isSafeInteger)) return undefined;
  return { row, text, version: arrivedAt };
}
