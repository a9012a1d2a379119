import { type Environment, required } from '../../environment.ts';
import { clickHouseEnvironmentNames, readClickHouse } from '../clickhouse/environment.ts';

/** Environment variables of the function; the construct that deploys it sets them by these names. */
export const environmentNames = { ...clickHouseEnvironmentNames, folder: 'BACKUP_FOLDER' } as const;

export function readEnvironment(environment: Environment = process.env) {
  return {
    clickHouse: readClickHouse(environment),
    /** `https://bucket.s3.region.amazonaws.com/prefix`, without a slash at its end. */
    folder: required(environment, environmentNames.folder),
  };
}
