import type { ShardRecord } from '../shard-batch.ts';
import type { MetricStore, StreamedMetric } from './metric-store.ts';
import { readMetric } from './read-metric.ts';

/** Stores that did not work. */
export class StoresFailed extends Error {
  override readonly name = 'StoresFailed';
  readonly failures: readonly { readonly store: MetricStore['name']; readonly error: unknown }[];

  constructor(failures: StoresFailed['failures']) {
    super(`${failures.map(({ store }) => store).join(' and ')} did not take the rows`);
    this.failures = failures;
  }
}

/** Indexes of records that hold no row, or one that a store refuses. */
export interface Indexed {
  readonly written: number;
  /** Why, by the index of the record. */
  readonly refused: ReadonlyMap<number, string>;
}

/**
 * Writes the rows of a batch to every store, of several with one id the last. Rejects with
 * `StoresFailed` when one does not work, after all of them have been tried: what is written twice is written once.
 */
export async function indexMetrics(records: readonly ShardRecord[], stores: readonly MetricStore[]): Promise<Indexed> {
  const refused = new Map<number, string>();
  const latest = new Map<string, { readonly index: number; readonly metric: StreamedMetric }>();
  for (const [index, record] of records.entries()) {
    const metric = readMetric(record);
    if (metric === undefined) refused.set(index, 'not the row of a metric');
    else latest.set(metric.row.id, { index, metric });
  }
  const rows = [...latest.values()];
  if (rows.length === 0) return { written: 0, refused };
  const metrics = rows.map(({ metric }) => metric);
  const failures: { store: MetricStore['name']; error: unknown }[] = [];
  const write = async (store: MetricStore) => {
    try {
      for (const { index, reason } of await store.write(metrics)) {
        const row = rows[index];
        if (row !== undefined) refused.set(row.index, `${store.name}: ${reason}`);
      }
    } catch (error) {
      failures.push({ store: store.name, error });
    }
  };
  await Promise.all(stores.map(write));
  if (failures.length > 0) throw new StoresFailed(failures);
  return { written: rows.length, refused };
}
