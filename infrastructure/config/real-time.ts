import type { ExistingClickHouse, OpenSearchSize, OwnClickHouse, RealTimeStores } from '../realtime/stores.ts';
import type { Config } from './config.ts';

/**
 * The stores of real-time results, with sizes for trying out (DEV_MODE) or for players where the config says none.
 * Undefined: there is no real time in this deployment.
 */
export function realTimeStores(config: Config): RealTimeStores | undefined {
  if (config.INGEST_MODE === 'DIRECT_BATCH' || config.REAL_TIME_STORES.length === 0) return undefined;
  const has = (store: Config['REAL_TIME_STORES'][number]) => config.REAL_TIME_STORES.includes(store);
  return {
    clickHouse: has('CLICKHOUSE') ? clickHouse(config) : undefined,
    openSearch: has('OPENSEARCH') ? openSearch(config) : undefined,
  };
}

function clickHouse(config: Config): OwnClickHouse | ExistingClickHouse {
  const { CLICKHOUSE_URL: url, CLICKHOUSE_SECRET_ARN: secretArn, CLICKHOUSE_CLUSTER: cluster, DEV_MODE } = config;
  if (url !== '') return { url: url.replace(/\/$/, ''), secretArn, cluster };
  return {
    instanceType: config.CLICKHOUSE_INSTANCE_TYPE ?? (DEV_MODE ? 't4g.medium' : 'r7g.large'),
    volumeGib: config.CLICKHOUSE_VOLUME_GIB ?? (DEV_MODE ? 20 : 200),
  };
}

function openSearch(config: Config): OpenSearchSize {
  const { DEV_MODE } = config;
  return {
    instanceType: config.OPENSEARCH_INSTANCE_TYPE ?? (DEV_MODE ? 't3.small.search' : 'r7g.medium.search'),
    instanceCount: config.OPENSEARCH_INSTANCE_COUNT ?? (DEV_MODE ? 1 : 3),
    volumeGib: config.OPENSEARCH_VOLUME_GIB ?? (DEV_MODE ? 10 : 20),
  };
}
