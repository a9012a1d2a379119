import { SqlError } from 'sql-dialects';
import {
  type ColumnDefinition as ColumnNode,
  type CreateTable as CreateTableNode,
  parseStatements,
  type Statement as StatementNode,
} from 'sql-dialects/flink';
import { notSupported, syntaxError } from './flink-sql-error.ts';
import type { ColumnDefinition, CreateTable, Statement } from './job.ts';
import { readExpression } from './read-expression.ts';
import { readQuery } from './read-query.ts';
import { resolveType, typeNameText } from './resolve-type.ts';

/** The statements of a job, in order. Throws FlinkSqlError for what the window runner does not do. */
export function readJob(sql: string): Statement[] {
  return parsed(sql).map(readStatement);
}

function parsed(sql: string): StatementNode[] {
  try {
    return parseStatements(sql);
  } catch (error) {
    throw error instanceof SqlError ? syntaxError(error) : error;
  }
}

function readStatement(node: StatementNode): Statement {
  const { line } = node;
  switch (node.kind) {
    case 'set':
      return { kind: 'set', key: node.key, value: node.value, line };
    case 'create-table':
      return readTable(node);
    case 'create-view':
      return { kind: 'create_view', name: node.name.text, query: readQuery(node.query), line };
    case 'insert':
      return { kind: 'insert', table: node.table.text, query: readQuery(node.query), line };
  }
}

function readTable(node: CreateTableNode): CreateTable {
  const { watermark } = node;
  return {
    kind: 'create_table',
    name: node.name.text,
    columns: node.columns.map(readColumn),
    watermark: watermark && { column: watermark.column.text, expression: readExpression(watermark.expression) },
    primaryKey: node.primaryKey.map(({ text }) => text),
    partitionedBy: node.partitionedBy.map(({ text }) => text),
    options: Object.fromEntries(node.options.map(({ key, value }) => [key, value])),
    line: node.line,
  };
}

function readColumn(node: ColumnNode): ColumnDefinition {
  const { line } = node;
  const name = node.name.text;
  if (node.kind === 'computed') return { kind: 'computed', name, expression: readExpression(node.expression), line };
  const type = resolveType(node.type);
  if (type === undefined) throw notSupported(`the type ${typeNameText(node.type)} of ${name}`, node);
  return node.kind === 'physical'
    ? { kind: 'physical', name, type, line }
    : { kind: 'metadata', name, type, key: node.key ?? name, line };
}
