import type { Environment } from '../../environment.ts';
import { readClickHouse } from '../clickhouse/environment.ts';

/** Environment variables of the function; the construct that deploys it sets them by these names. */
export { clickHouseEnvironmentNames as environmentNames } from '../clickhouse/environment.ts';

export function readEnvironment(environment: Environment = process.env) {
  return readClickHouse(environment);
}
