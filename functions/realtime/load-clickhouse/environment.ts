import type { Environment } from '../../environment.ts';
import {
  readEnvironment as readTransformEnvironment,
  environmentNames as transformNames,
} from '../../stream/transform-events/environment.ts';
import { clickHouseEnvironmentNames, readClickHouse } from '../clickhouse/environment.ts';

/** Environment variables of the function; the construct that deploys it sets them by these names. */
export const environmentNames = { ...transformNames, ...clickHouseEnvironmentNames } as const;

export function readEnvironment(environment: Environment = process.env) {
  return { ...readTransformEnvironment(environment), clickHouse: readClickHouse(environment) };
}
