import type { ClickHouseDatabase } from './clickhouse-query.ts';
import type { Connection } from './connection.ts';
import { NotReachable, UsageError } from './errors.ts';

/** Environment variable for what --clickhouse says. */
const urlVariable = 'GAP_CLICKHOUSE_URL';

/**
 * The pipeline's database in ClickHouse: at `url` (--clickhouse), else where the environment says, else where a local run
 * has it. Throws NotReachable when none is known: that of a deployed stack has no public address.
 */
export function clickHouseDatabase(
  { local, clickhouse, outputs }: Connection,
  url = process.env[urlVariable],
): ClickHouseDatabase {
  const address = url || clickhouse;
  if (address === undefined) {
    throw new NotReachable(
      local
        ? 'this pipeline has no ClickHouse: set INGEST_MODE: REAL_TIME_KDS and CLICKHOUSE among REAL_TIME_STORES in config.yaml'
        : `the stack's ClickHouse has no public address: reach it through its VPC and name it with --clickhouse or ${urlVariable}, https://user:password@host:8443`,
    );
  }
  if (!/^https?:$/.test(protocolOf(address))) {
    throw new UsageError(`--clickhouse takes https://user:password@host:8443, not ${address}`);
  }
  return { url: address, database: outputs.EventsDatabase ?? 'default' };
}

function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : '';
}
