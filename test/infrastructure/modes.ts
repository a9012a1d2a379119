import type { Config } from '../../infrastructure/config/config.ts';
import { parseConfig } from '../../infrastructure/config/load-config.ts';

/** One way in which the pipeline can be deployed. */
export interface Mode {
  readonly name: string;
  readonly config: Config;
}

const base = { WORKLOAD_NAME: 'test-games', DATA_STACK: 'DATA_LAKE' };

function mode(name: string, keys: Readonly<Record<string, unknown>>): Mode {
  return { name, config: parseConfig(JSON.stringify({ ...base, ...keys }), `${name}.yaml`) };
}

/** Every mode that is built, each for trying out and for players. */
export const modes: readonly Mode[] = [false, true].flatMap((DEV_MODE) =>
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
  ].map(({ name, keys }) => mode(`${name}${DEV_MODE ? ', DEV_MODE' : ''}`, { ...keys, DEV_MODE })),
);
