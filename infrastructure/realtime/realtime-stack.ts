import type { IStream } from 'aws-cdk-lib/aws-kinesis';
import type { Construct } from 'constructs';
import { backupFolder } from '../config/backup-folder.ts';
import type { Config } from '../config/config.ts';
import { judging } from '../config/judging.ts';
import { applicationsTable } from '../endpoint/applications-table.ts';
import type { PlatformStack } from '../platform/platform-stack.ts';
import { StageStack } from '../stage-stack.ts';
import { ClickHouseStore } from './clickhouse/clickhouse-store.ts';
import { FlinkApplication } from './flink/flink-application.ts';
import { IndexMetrics } from './loaders/index-metrics.ts';
import { LoadClickHouse } from './loaders/load-clickhouse.ts';
import { loadFailures } from './loaders/load-failures.ts';
import { MetricsStream, metricsRetentionHours } from './metrics-stream.ts';
import { OpenSearchStore } from './opensearch/opensearch-store.ts';
import { StoreNetwork } from './store-network.ts';
import { needsNetwork, type RealTimeStores } from './stores.ts';

export interface RealtimeNeeds {
  readonly events: IStream;
  readonly stores: RealTimeStores;
  /** Its bucket takes what cannot be loaded, and ClickHouse's backups. */
  readonly platform: PlatformStack;
}

/** What reads the event stream as it comes in: Flink's job, the stream of its metrics, the stores and what fills them. */
export class RealtimeStack extends StageStack {
  constructor(scope: Construct, config: Config, { events, stores, platform }: RealtimeNeeds) {
    super(scope, 'realtime', config);
    const bucket = platform.bucketIn(this);
    const { topic } = platform;
    const durable = !config.DEV_MODE;
    const logRetentionDays = config.CLOUDWATCH_RETENTION_DAYS;
    const retentionDays = config.REAL_TIME_RETENTION_DAYS;
    const applications = applicationsTable(this, config.WORKLOAD_NAME);
    const everywhere = { durable, logRetentionDays, retentionDays, workloadName: config.WORKLOAD_NAME };
    const folder = backupFolder(config);

    const metrics = new MetricsStream(this, 'Stream', { shardCount: config.STREAM_SHARD_COUNT, durable });
    const flink = new FlinkApplication(this, 'Flink', {
      name: `${config.WORKLOAD_NAME}-metrics`,
      events,
      metrics: metrics.stream,
      applications,
      judging: judging(config),
      logRetentionDays,
    });
    const place = needsNetwork(stores)
      ? new StoreNetwork(this, 'Network', { stores, cidr: config.VPC_CIDR ?? '10.0.0.0/16', durable })
      : undefined;
    const clickHouse =
      stores.clickHouse &&
      new ClickHouseStore(this, 'ClickHouse', {
        ...everywhere,
        clickHouse: stores.clickHouse,
        place,
        database: config.EVENTS_DATABASE,
        backups: folder === undefined ? undefined : { bucket, folder },
        hasAlarms: topic !== undefined,
      });
    const openSearch =
      stores.openSearch &&
      place &&
      new OpenSearchStore(this, 'OpenSearch', { ...everywhere, size: stores.openSearch, place });
    const load =
      clickHouse &&
      new LoadClickHouse(this, 'Load', {
        events,
        retentionHours: config.STREAM_RETENTION_HOURS,
        failures: bucket,
        connection: clickHouse.loader,
        applications,
        judging: judging(config),
        after: clickHouse.prepared,
        logRetentionDays,
      });
    const index = new IndexMetrics(this, 'Index', {
      metrics: metrics.stream,
      retentionHours: metricsRetentionHours,
      failures: bucket,
      clickHouse: clickHouse?.loader,
      openSearch: openSearch && { url: openSearch.url, domainArn: openSearch.domainArn },
      storeRetentionDays: retentionDays,
      network: place?.functions,
      logRetentionDays,
    });
    if (clickHouse) index.after(clickHouse.prepared);
    if (openSearch) index.after(openSearch.admitLoader(index.role));
    this.report(topic, [metrics, flink, load, index, loadFailures(bucket), clickHouse, openSearch]);
  }
}
