export {
  clickHouseEnvironmentNames as environmentNames,
  readClickHouse as readEnvironment,
} from '../clickhouse/environment.ts';

/** Beside the function's code: JSON of the statements that make everything. */
export const statementsFile = 'statements.json';
