import type { Context, KinesisStreamBatchResponse } from 'aws-lambda';
import { errorMessage } from '../../../schemas/error-message.ts';
import { failureLine, loadedLine } from '../../metrics/stores.ts';
import { StoreFailure } from '../clickhouse/failure.ts';
import { holdOn, reserveMilliseconds } from '../hold-on.ts';
import { type LoaderEvent, readShardBatch } from '../shard-batch.ts';
import { checkStores, indexMetrics, StoresFailed } from './index-metrics.ts';
import type { MetricStore } from './metric-store.ts';

export interface HandleOptions {
  readonly stores: readonly MetricStore[];
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Takes one line of the function's log. */
  readonly log: (line: string) => void;
}

/**
 * A batch of the metrics stream → rows in every store. Answers when all stores have them; a record that holds no row, or
 * one that a store refuses, is named as the first that failed, with all others written, so that Lambda sets it aside and
 * goes on. While a store does not work the shard waits here, and the log says why; nothing is acknowledged. Without records
 * it says the same of the stores, and waits for nothing.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 */
export async function handle(
  event: LoaderEvent,
  context: Pick<Context, 'getRemainingTimeInMillis' | 'functionName'>,
  { stores, now, sleep, log }: HandleOptions,
): Promise<KinesisStreamBatchResponse> {
  const { functionName } = context;
  const onFailure = (error: unknown) => {
    for (const { store, error: cause } of error instanceof StoresFailed ? error.failures : []) {
      const kind = cause instanceof StoreFailure ? cause.kind : 'store_failed';
      const message = errorMessage(cause);
      log(failureLine({ functionName, store, kind, message }, now()));
    }
  };
  const { records } = readShardBatch(event);
  const [first] = records;
  if (first === undefined) {
    await checkStores(stores).catch(onFailure);
    return { batchItemFailures: [] };
  }
  const deadline = now() + context.getRemainingTimeInMillis() - reserveMilliseconds;
  const isPassing = (error: unknown) => error instanceof StoresFailed;
  const { written, refused } = await holdOn(() => indexMetrics(records, stores), {
    deadline,
    now,
    sleep,
    isPassing,
    onFailure,
  });
  for (const reason of new Set(refused.values()))
    log(JSON.stringify({ level: 'error', message: 'A record is refused', reason }));
  const lagMilliseconds = now() - first.arrivedAt;
  for (const { name: store } of stores) {
    log(loadedLine({ functionName, store, inserted: written, refused: refused.size, lagMilliseconds }, now()));
  }
  const lowest = records[Math.min(...refused.keys())];
  return { batchItemFailures: lowest === undefined ? [] : [{ itemIdentifier: lowest.sequenceNumber }] };
}
