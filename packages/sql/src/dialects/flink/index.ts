export { flink } from './flink.ts';
export { parseQuery, parseStatements } from './parse-statements.ts';
export type { ColumnDefinition, CreateTable, Statement, TableOption } from './statement.ts';
