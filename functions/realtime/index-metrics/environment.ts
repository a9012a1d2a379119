import { type Environment, required } from '../../environment.ts';
import { clickHouseEnvironmentNames, readClickHouse } from '../clickhouse/environment.ts';

/** Environment variables of the function; the construct that deploys it sets them by these names. */
export const environmentNames = {
  stores: 'REAL_TIME_STORES',
  ...clickHouseEnvironmentNames,
  openSearchUrl: 'OPENSEARCH_URL',
  retentionDays: 'REAL_TIME_RETENTION_DAYS',
} as const;

/** What is configured; a store that is not in REAL_TIME_STORES (comma-separated) is undefined. */
export function readEnvironment(environment: Environment = process.env) {
  const stores = required(environment, environmentNames.stores).split(',');
  const unknown = stores.find((name) => name !== 'CLICKHOUSE' && name !== 'OPENSEARCH');
  if (unknown !== undefined) {
    throw new Error(
      `Environment variable ${environmentNames.stores} must list CLICKHOUSE and OPENSEARCH, not ${unknown}`,
    );
  }
  return {
    clickHouse: stores.includes('CLICKHOUSE') ? readClickHouse(environment) : undefined,
    openSearch: stores.includes('OPENSEARCH') ? readOpenSearch(environment) : undefined,
  };
}

function readOpenSearch(environment: Environment) {
  const days = required(environment, environmentNames.retentionDays);
  const retentionDays = Number(days);
  if (!Number.isSafeInteger(retentionDays) || retentionDays < 1) {
    throw new Error(
      `Environment variable ${environmentNames.retentionDays} must be a whole number of days, not ${days}`,
    );
  }
  return { url: required(environment, environmentNames.openSearchUrl), retentionDays };
}
