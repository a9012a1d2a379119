export {
  clickHouseEnvironmentNames as environmentNames,
  readClickHouse as readEnvironment,
} from '../clickhouse/environment.ts';
