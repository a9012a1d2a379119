export { parseExpression, parseQuery, parseStatement } from './parse-statement.ts';
export type { CreateTableAs, CreateView, Statement, TableProperty } from './statement.ts';
export { trino } from './trino.ts';
