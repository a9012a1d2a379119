import type { Config } from '../../infrastructure/config/config.ts';
import { parseConfig } from '../../infrastructure/config/load-config.ts';

/** One way in which the pipeline can be deployed. */
export interface Mode {
  readonly name: string;
  readonly config: Config;
}

const base = { WORKLOAD_NAME: 'test-games', DATA_STACK: 'DATA_LAKE' };

/** Of a ClickHouse that is there already. */
export const existingSecret = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:clickhouse-AbCdEf';

function mode(name: string, keys: Readonly<Record<string, unknown>>): Mode {
  return { name, config: parseConfig(JSON.stringify({ ...base, ...keys }), `${name}.yaml`) };
}

/** Nothing of it depends on DEV_MODE that does not in others. */
export const withExistingClickHouse = mode('REAL_TIME_KDS with a ClickHouse that is there already', {
  INGEST_MODE: 'REAL_TIME_KDS',
  REAL_TIME_STORES: ['CLICKHOUSE'],
  CLICKHOUSE_URL: 'https://clickhouse.example.com:8443',
  CLICKHOUSE_SECRET_ARN: existingSecret,
  CLICKHOUSE_CLUSTER: 'games',
  STREAM_RETENTION_HOURS: 8760,
});

/** Every mode that is built, each for trying out and for players. */
export const modes: readonly Mode[] = [false, true]
  .flatMap((DEV_MODE) =>
    [
      { name: 'DIRECT_BATCH', keys: { INGEST_MODE: 'DIRECT_BATCH' } },
      { name: 'REAL_TIME_KDS on demand', keys: { INGEST_MODE: 'REAL_TIME_KDS', STREAM_RETENTION_HOURS: 48 } },
      {
        name: 'REAL_TIME_KDS provisioned, with e-mail',
        keys: {
          INGEST_MODE: 'REAL_TIME_KDS',
          STREAM_PROVISIONED: true,
          STREAM_SHARD_COUNT: 2,
          EMAIL_ADDRESS: 'games@example.com',
        },
      },
      {
        name: 'REAL_TIME_KDS with ClickHouse',
        keys: { INGEST_MODE: 'REAL_TIME_KDS', REAL_TIME_STORES: ['CLICKHOUSE'], EMAIL_ADDRESS: 'games@example.com' },
      },
      {
        name: 'REAL_TIME_KDS with OpenSearch',
        keys: { INGEST_MODE: 'REAL_TIME_KDS', REAL_TIME_STORES: ['OPENSEARCH'], EMAIL_ADDRESS: 'games@example.com' },
      },
      {
        name: 'REAL_TIME_KDS with both stores',
        keys: {
          INGEST_MODE: 'REAL_TIME_KDS',
          REAL_TIME_STORES: ['CLICKHOUSE', 'OPENSEARCH'],
          STREAM_RETENTION_HOURS: 48,
        },
      },
    ].map(({ name, keys }) => mode(`${name}${DEV_MODE ? ', DEV_MODE' : ''}`, { ...keys, DEV_MODE })),
  )
  .concat(withExistingClickHouse);
