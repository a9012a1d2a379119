/** The statements that run, as SUPPORT.md lists them. Each other statement is rejected by its name. */
export const supportedStatements: readonly string[] = [
  'SELECT, VALUES, TABLE and WITH (not RECURSIVE), with every join but NATURAL, UNNEST, windows, GROUPING SETS, ROLLUP and CUBE',
  'CREATE TABLE … [WITH (…)] AS query (Parquet, Hive tables), DROP TABLE [IF EXISTS]',
  'CREATE [OR REPLACE] VIEW … AS query, DROP VIEW [IF EXISTS]',
  'SHOW DATABASES, SHOW TABLES, SHOW VIEWS, SHOW COLUMNS, DESCRIBE',
  'EXPLAIN query (the plan is DuckDB’s)',
  'EXECUTE name [USING …] of a prepared statement',
];
