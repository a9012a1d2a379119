/** ClickHouse as a process of its own. */
export { ClickHouseServer } from './clickhouse-server.ts';
