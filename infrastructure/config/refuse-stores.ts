import type { Config } from './config.ts';
import type { Refusal } from './refusal.ts';

/** What is said about a store that is not there, or that somebody else runs. */
export function refuseStores(config: Config): Refusal[] {
  return [...unused(config), ...existing(config), ...nodes(config)];
}

const clickHouseKeys = [
  'CLICKHOUSE_URL',
  'CLICKHOUSE_SECRET_ARN',
  'CLICKHOUSE_CLUSTER',
  'CLICKHOUSE_INSTANCE_TYPE',
  'CLICKHOUSE_VOLUME_GIB',
] as const;
const openSearchKeys = ['OPENSEARCH_INSTANCE_TYPE', 'OPENSEARCH_INSTANCE_COUNT', 'OPENSEARCH_VOLUME_GIB'] as const;

function isSaid(config: Config, key: keyof Config): boolean {
  return config[key] !== undefined && config[key] !== '';
}

function unused(config: Config): Refusal[] {
  const without = (store: Config['REAL_TIME_STORES'][number], keys: readonly (keyof Config)[]): Refusal[] =>
    config.REAL_TIME_STORES.includes(store)
      ? []
      : keys
          .filter((key) => isSaid(config, key))
          .map((key) => ({ key, message: `${key} needs ${store} in REAL_TIME_STORES: there is none without it` }));
  return [...without('CLICKHOUSE', clickHouseKeys), ...without('OPENSEARCH', openSearchKeys)];
}

function existing(config: Config): Refusal[] {
  if (!config.REAL_TIME_STORES.includes('CLICKHOUSE')) return [];
  const found: Refusal[] = [];
  const refuse = (key: keyof Config, message: string) => found.push({ key, message });
  if (config.CLICKHOUSE_URL === '') {
    for (const key of ['CLICKHOUSE_SECRET_ARN', 'CLICKHOUSE_CLUSTER'] as const) {
      if (isSaid(config, key)) {
        refuse(
          key,
          `${key} needs CLICKHOUSE_URL: a ClickHouse that is made here has a secret of its own and no cluster`,
        );
      }
    }
    return found;
  }
  if (config.CLICKHOUSE_SECRET_ARN === '') {
    refuse('CLICKHOUSE_URL', 'CLICKHOUSE_URL needs CLICKHOUSE_SECRET_ARN, the secret with its username and password');
  }
  for (const key of ['CLICKHOUSE_INSTANCE_TYPE', 'CLICKHOUSE_VOLUME_GIB'] as const) {
    if (isSaid(config, key))
      refuse(key, `${key} is for a ClickHouse that is made here: leave it out with CLICKHOUSE_URL`);
  }
  return found;
}

/** Nodes stand in one, two or three zones, as many in each; OpenSearch Service refuses other numbers. */
function nodes({ OPENSEARCH_INSTANCE_COUNT: count }: Config): Refusal[] {
  if (count === undefined || count === 1 || count % 2 === 0 || count % 3 === 0) return [];
  const message = `OPENSEARCH_INSTANCE_COUNT is ${count}; allowed: 1, or a number that 2 or 3 zones divide among themselves`;
  return [{ key: 'OPENSEARCH_INSTANCE_COUNT', message }];
}
