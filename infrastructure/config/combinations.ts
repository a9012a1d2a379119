import type { Config } from './config.ts';
import type { Refusal } from './refusal.ts';
import { refuseAccount } from './refuse-account.ts';
import { refuseStores } from './refuse-stores.ts';
import { refuseSameNames } from './same-names.ts';

/** Values that are right by themselves and make no sense, or are not built yet, together. */
export function refuseCombinations(config: Config): Refusal[] {
  return [
    ...contradictions(config),
    ...refuseStores(config),
    ...refuseAccount(config),
    ...notBuilt(config),
    ...refuseSameNames(config),
  ];
}

function contradictions(config: Config): Refusal[] {
  const found: Refusal[] = [];
  if (config.INGEST_MODE === 'DIRECT_BATCH' && config.REAL_TIME_STORES.length > 0) {
    const message =
      'REAL_TIME_STORES needs INGEST_MODE REAL_TIME_KDS or REAL_TIME_MSK: DIRECT_BATCH has no stream to read from';
    found.push({ key: 'REAL_TIME_STORES', message });
  }
  if (config.INGEST_MODE !== 'REAL_TIME_KDS' && config.STREAM_PROVISIONED) {
    const message = `STREAM_PROVISIONED needs INGEST_MODE REAL_TIME_KDS: ${config.INGEST_MODE} has no Kinesis stream`;
    found.push({ key: 'STREAM_PROVISIONED', message });
  }
  if (!config.STREAM_PROVISIONED && config.STREAM_SHARD_COUNT !== undefined) {
    const message =
      'STREAM_SHARD_COUNT needs STREAM_PROVISIONED: true, because AWS chooses the shards of an on-demand stream';
    found.push({ key: 'STREAM_SHARD_COUNT', message });
  }
  if (config.STREAM_PROVISIONED && config.STREAM_SHARD_COUNT === undefined) {
    const message = 'STREAM_PROVISIONED: true needs STREAM_SHARD_COUNT, the number of shards to pay for';
    found.push({ key: 'STREAM_PROVISIONED', message });
  }
  return found;
}

function notBuilt(config: Config): Refusal[] {
  const missing: Refusal[] = [];
  const refuse = (key: keyof Config, value: string, instead: string): void => {
    missing.push({ key, message: `${key} ${value} is not available yet in this version; ${instead}` });
  };
  if (config.DATA_STACK === 'REDSHIFT') refuse('DATA_STACK', 'REDSHIFT', 'use DATA_LAKE');
  if (config.INGEST_MODE === 'REAL_TIME_MSK') {
    refuse('INGEST_MODE', 'REAL_TIME_MSK', 'use DIRECT_BATCH or REAL_TIME_KDS');
  }
  return missing;
}
