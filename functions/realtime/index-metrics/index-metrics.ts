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
  await tryAll(stores, async (store) => {
    for (const { index, reason } of await store.write(metrics)) {
      const row = rows[index];
      if (row !== undefined) refused.set(row.index, `${store.name}: ${reason}`);
    }
  });
  return { written: rows.length, refused };
}

/** Rejects with `StoresFailed` when a store says that it does not work, after all of them have been asked. */
export function checkStores(stores: readonly MetricStore[]): Promise<void> {
  return tryAll(stores, (store) => store.check());
}

async function tryAll(stores: readonly MetricStore[], use: (store: MetricStore) => Promise<void>): Promise<void> {
  const failures: { store: MetricStore['name']; error: unknown }[] = [];
  const tryOne = async (store: MetricStore) => {
    try {
      await use(store);
    } catch (error) {
      failures.push({ store: store.name, error });
    }
  };
  await Promise.all(stores.map(tryOne));
  if (failures.length > 0) throw new StoresFailed(failures);
}
