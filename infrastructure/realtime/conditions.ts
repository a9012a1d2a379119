import { backupsDone } from '../../functions/metrics/clickhouse-backups.ts';
import { diskUsed } from '../../functions/metrics/clickhouse-disk.ts';
import { storeMetrics } from '../../functions/metrics/stores.ts';
import type { Condition } from '../monitoring/alarms.ts';

/** A function that writes a stream into stores. */
export interface WatchedLoader {
  readonly functionName: string;
  readonly mappingId: string;
  readonly stores: readonly ('clickhouse' | 'opensearch')[];
}

export interface WatchedRealTime {
  readonly accountId: string;
  readonly flinkApplication: string;
  /** What Flink reads. */
  readonly eventStream: string;
  readonly load: WatchedLoader | undefined;
  readonly index: WatchedLoader;
  /** Undefined: somebody else runs ClickHouse, or there is none. */
  readonly clickHouse:
    | { readonly watchFunction: string | undefined; readonly backupFunction: string | undefined }
    | undefined;
  readonly openSearch: { readonly domainName: string; readonly volumeGib: number } | undefined;
}

type Conditions = Readonly<Record<string, Condition>>;

/** What must not go unnoticed in real time. The lake goes on whatever happens here. */
export function realTimeConditions(watched: WatchedRealTime): Conditions {
  const { load, index } = watched;
  return {
    ...flink(watched),
    ...(load && loader('Events', 'LoadClickHouse', load)),
    ...loader('Metrics', 'IndexMetrics', index),
    ...clickHouse(watched),
    ...openSearch(watched),
  };
}

/** https://docs.aws.amazon.com/managed-flink/latest/java/metrics-dimensions.html */
function flink({ flinkApplication, eventStream }: WatchedRealTime): Conditions {
  const application = { namespace: 'AWS/KinesisAnalytics', dimensions: { Application: flinkApplication } };
  return {
    FlinkDown: {
      ...application,
      metric: 'uptime',
      statistic: 'Maximum',
      below: 1,
      periods: 3,
      description:
        'The Flink application does not run: no new metrics. See its status and its log; aws kinesisanalyticsv2 start-application goes on from its latest snapshot.',
    },
    FlinkFails: {
      ...application,
      metric: 'downtime',
      statistic: 'Maximum',
      above: 60_000,
      periods: 2,
      description:
        'The Flink job has been failing for more than a minute and is not back: metrics wait. The first exception in its log says why.',
    },
    FlinkRestarts: {
      ...application,
      metric: 'fullRestarts',
      statistic: 'Maximum',
      rises: 2,
      minutes: 15,
      periods: 1,
      description:
        'The Flink job restarts again and again: metrics are late, none is lost. The exceptions in its log say why.',
    },
    FlinkCheckpointsFail: {
      ...application,
      metric: 'numberOfFailedCheckpoints',
      statistic: 'Maximum',
      rises: 2,
      minutes: 15,
      periods: 1,
      description:
        'Flink cannot write checkpoints: a restart would go far back. See its log; more KPUs help when it is too busy.',
    },
    // The connector’s own millisBehindLatest is a metric of each task; the stream’s is of all that read it.
    StreamReadLate: {
      namespace: 'AWS/Kinesis',
      metric: 'GetRecords.IteratorAgeMilliseconds',
      dimensions: { StreamName: eventStream },
      statistic: 'Maximum',
      above: 300_000,
      periods: 3,
      description:
        'A reader of the event stream is more than 5 minutes behind: the loader (EventsLate), the delivery (DeliveryLate), or, when neither rings, Flink: see its log and whether it may have more KPUs.',
    },
  };
}

function loader(what: string, logName: string, { functionName, mappingId, stores }: WatchedLoader): Conditions {
  const lambda = { namespace: 'AWS/Lambda', dimensions: { FunctionName: functionName } };
  const conditions: Record<string, Condition> = {
    [`${what}Late`]: {
      ...lambda,
      metric: 'IteratorAge',
      statistic: 'Maximum',
      above: 300_000,
      periods: 2,
      description: `${what} are more than 5 minutes late in the real-time stores. See the log of ${logName}: is a store down, or too slow?`,
    },
    [`${what}LoadFails`]: {
      ...lambda,
      metric: 'Errors',
      statistic: 'Sum',
      above: 0,
      periods: 2,
      description: `Batches fail, and their shards wait. They are tried again for as long as the stream keeps them; see the log of ${logName}.`,
    },
    [`${what}SetAside`]: {
      namespace: 'AWS/Lambda',
      metric: 'OnFailureDestinationDeliveredEventCount',
      dimensions: { EventSourceMappingUUID: mappingId },
      statistic: 'Sum',
      above: 0,
      periods: 1,
      description: `Records could not be loaded and are in the bucket below aws/lambda/. The log of ${logName} says why; after the repair: gap replay --from loader.`,
    },
    [`${what}Lost`]: {
      ...lambda,
      metric: 'DestinationDeliveryFailures',
      statistic: 'Sum',
      above: 0,
      periods: 1,
      description: `Records could neither be loaded nor be set aside: may ${logName} still write below aws/lambda/ in the bucket? They are in the archive: gap replay --from archive.`,
    },
  };
  for (const store of stores) {
    const counted = { namespace: storeMetrics.namespace, dimensions: { Function: functionName, Store: store } };
    const name = store === 'clickhouse' ? 'ClickHouse' : 'OpenSearch';
    conditions[`${what}Store${name}`] = {
      ...counted,
      metric: storeMetrics.storeFailures,
      statistic: 'Sum',
      above: 0,
      periods: 2,
      description: `${name} does not take ${what.toLowerCase()}: not reachable, wrong password, or tables that differ. The log of ${logName} names it (Kind); nothing is lost while the stream keeps its records.`,
    };
    conditions[`${what}Refused${name}`] = {
      ...counted,
      metric: storeMetrics.rowsRefused,
      statistic: 'Sum',
      above: 0,
      periods: 1,
      description: `${name} refuses rows for what they hold: they are set aside below aws/lambda/ in the bucket. The log of ${logName} says why.`,
    };
  }
  return conditions;
}

function clickHouse({ clickHouse: watched }: WatchedRealTime): Conditions {
  if (watched === undefined) return {};
  const { watchFunction, backupFunction } = watched;
  const own = (functionName: string) => ({ namespace: 'GameAnalytics', dimensions: { Function: functionName } });
  return {
    ...(watchFunction !== undefined && {
      ClickHouseSilent: {
        ...own(watchFunction),
        metric: diskUsed,
        statistic: 'Maximum',
        below: 0,
        periods: 3,
        description:
          'ClickHouse has not answered for 15 minutes. See the events of its ECS service and its log; a host that is gone is replaced by itself, and its volume goes on there.',
      },
      ClickHouseDiskFull: {
        ...own(watchFunction),
        metric: diskUsed,
        statistic: 'Maximum',
        above: 80,
        periods: 2,
        description:
          'ClickHouse’s volume is four fifths full. Deploy a larger CLICKHOUSE_VOLUME_GIB (and then a new host: docs/deploy.md), or a shorter REAL_TIME_RETENTION_DAYS.',
      },
    }),
    ...(backupFunction !== undefined && {
      BackupLate: {
        ...own(backupFunction),
        metric: backupsDone,
        statistic: 'Sum',
        below: 1,
        minutes: 24 * 60,
        periods: 1,
        description:
          'ClickHouse was not backed up for a day. See the log of BackupClickHouse; invoke it to back up now.',
      },
    }),
  };
}

/** https://docs.aws.amazon.com/opensearch-service/latest/developerguide/cloudwatch-alarms.html */
function openSearch({ accountId, openSearch: domain }: WatchedRealTime): Conditions {
  if (domain === undefined) return {};
  const metrics = {
    namespace: 'AWS/ES',
    dimensions: { DomainName: domain.domainName, ClientId: accountId },
  };
  return {
    OpenSearchRed: {
      ...metrics,
      metric: 'ClusterStatus.red',
      statistic: 'Maximum',
      above: 0,
      minutes: 1,
      periods: 2,
      description:
        'An index of OpenSearch has lost its shards, so that charts miss metrics. See the domain’s health; its hourly snapshots can be restored.',
    },
    OpenSearchFull: {
      ...metrics,
      metric: 'FreeStorageSpace',
      statistic: 'Minimum',
      // In MB; AWS asks for an alarm at a quarter of the node's storage.
      below: domain.volumeGib * 256,
      periods: 2,
      description:
        'A node of OpenSearch has less than a quarter of its storage left. Deploy a larger OPENSEARCH_VOLUME_GIB, or a shorter REAL_TIME_RETENTION_DAYS.',
    },
    OpenSearchBlocked: {
      ...metrics,
      metric: 'ClusterIndexWritesBlocked',
      statistic: 'Maximum',
      above: 0,
      periods: 1,
      description:
        'OpenSearch takes no writes: its storage is full or its memory is short. Metrics wait in their stream for a day.',
    },
  };
}
