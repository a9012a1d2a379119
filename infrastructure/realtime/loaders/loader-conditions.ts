import { storeMetrics } from '../../../functions/metrics/stores.ts';
import type { Condition, Conditions } from '../../monitoring/condition.ts';

/** A function that writes a stream into stores. */
export interface WatchedLoader {
  /** `Events` or `Metrics`: how its alarms' names begin. */
  readonly what: string;
  /** How its log is called. */
  readonly logName: string;
  readonly functionName: string;
  /** UUID of what reads the stream for it. */
  readonly mappingId: string;
  readonly stores: readonly ('clickhouse' | 'opensearch')[];
}

/** The lake goes on whatever happens here. */
export function loaderConditions({ what, logName, functionName, mappingId, stores }: WatchedLoader): Conditions {
  const lambda = { namespace: 'AWS/Lambda', dimensions: { FunctionName: functionName } };
  const conditions: Record<string, Condition> = {
    [`${what}Late`]: {
      ...lambda,
      metric: 'IteratorAge',
      statistic: 'Maximum',
      threshold: 300_000,
      periods: 2,
      severity: 'critical',
      problem: `${what} are more than 5 minutes late in the real-time stores.`,
      action: `Check whether a store is down or slow. Read the log of ${logName}.`,
    },
    [`${what}LoadFails`]: {
      ...lambda,
      metric: 'Errors',
      statistic: 'Sum',
      threshold: 0,
      periods: 2,
      severity: 'critical',
      problem: 'Batches fail, so their shards wait.',
      action: `Read the log of ${logName}. Batches are retried as long as the stream keeps them.`,
    },
    [`${what}SetAside`]: {
      namespace: 'AWS/Lambda',
      metric: 'OnFailureDestinationDeliveredEventCount',
      dimensions: { EventSourceMappingUUID: mappingId },
      statistic: 'Sum',
      threshold: 0,
      periods: 1,
      severity: 'warning',
      problem: 'Records could not be loaded and were set aside below aws/lambda/ in the bucket.',
      action: `Fix the cause in the log of ${logName}, then run gap replay --from loader.`,
    },
    [`${what}Lost`]: {
      ...lambda,
      metric: 'DestinationDeliveryFailures',
      statistic: 'Sum',
      threshold: 0,
      periods: 1,
      severity: 'critical',
      problem: 'Records could not be loaded, and could not be set aside.',
      action: `Check that ${logName} may write below aws/lambda/ in the bucket. The records are in the archive: gap replay --from archive.`,
    },
  };
  for (const store of stores) Object.assign(conditions, storeConditions(what, logName, functionName, store));
  return conditions;
}

function storeConditions(what: string, logName: string, functionName: string, store: WatchedLoader['stores'][number]) {
  const counted = { namespace: storeMetrics.namespace, dimensions: { Function: functionName, Store: store } };
  const name = store === 'clickhouse' ? 'ClickHouse' : 'OpenSearch';
  return {
    [`${what}Store${name}`]: {
      ...counted,
      metric: storeMetrics.storeFailures,
      statistic: 'Sum',
      threshold: 0,
      periods: 2,
      severity: 'critical',
      problem: `${name} does not accept ${what.toLowerCase()}: unreachable, wrong password or different tables.`,
      action: `The log of ${logName} names the cause. Nothing is lost while the stream keeps its records.`,
    },
    [`${what}Refused${name}`]: {
      ...counted,
      metric: storeMetrics.rowsRefused,
      statistic: 'Sum',
      threshold: 0,
      periods: 1,
      severity: 'warning',
      problem: `${name} rejects rows because of their values. They are set aside below aws/lambda/ in the bucket.`,
      action: `Read the cause in the log of ${logName}.`,
    },
  } satisfies Conditions;
}
