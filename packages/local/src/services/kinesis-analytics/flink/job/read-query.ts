import type {
  Grouping,
  QueryBody,
  Query as QueryNode,
  SelectItem as SelectItemNode,
  Select as SelectNode,
} from 'sql-dialects';
import { FlinkSqlError, notSupported } from './flink-sql-error.ts';
import type { Expression, Query, Select, SelectItem } from './job.ts';
import { readExpression } from './read-expression.ts';
import { readFrom } from './read-from.ts';

/** A query as the window runner has it. Throws FlinkSqlError for what it does not do. */
export function readQuery(node: QueryNode): Query {
  const clauses = {
    WITH: node.with.length > 0,
    'ORDER BY': node.orderBy.length > 0,
    OFFSET: node.offset !== undefined,
    LIMIT: node.limit !== undefined,
  };
  for (const [clause, isUsed] of Object.entries(clauses)) if (isUsed) throw notSupported(`${clause} of a query`, node);
  return readBody(node.body, node.line);
}

function readBody(body: QueryBody, line: number): Query {
  switch (body.kind) {
    case 'query':
      return readQuery(body);
    case 'select':
      return readSelect(body);
    case 'values':
      throw new FlinkSqlError('VALUES is not supported here', line);
    case 'set-operation': {
      const { op, all, left, right } = body;
      if (op !== 'union' || !all) throw new FlinkSqlError(`${op.toUpperCase()} of a query is not supported here`, line);
      const inputs = [readBody(left, line), readBody(right, line)].flatMap((query) =>
        query.kind === 'union' ? query.inputs : [query],
      );
      return { kind: 'union', inputs, line };
    }
  }
}

function readSelect(node: SelectNode): Select {
  const { line } = node;
  if (node.distinct) throw notSupported('SELECT DISTINCT', node);
  if (node.windows.length > 0) throw notSupported('WINDOW', node);
  if (node.from === undefined) throw notSupported('SELECT without FROM', node);
  return {
    kind: 'select',
    items: node.items.map(readItem),
    from: readFrom(node.from, readQuery),
    where: node.where && readExpression(node.where),
    groupBy: node.groupBy.map((grouping) => readKey(grouping, line)),
    having: node.having && readExpression(node.having),
    line,
  };
}

function readItem(item: SelectItemNode): SelectItem {
  const { line } = item;
  if (item.kind === 'item') {
    return { kind: 'expression', expression: readExpression(item.expression), alias: item.alias?.text, line };
  }
  if (item.qualifier.length > 0) throw notSupported(`${item.qualifier.map(({ text }) => text).join('.')}.*`, item);
  return { kind: 'all', line };
}

function readKey(grouping: Grouping, line: number): Expression {
  if (grouping.kind === 'by') return readExpression(grouping.expression);
  throw new FlinkSqlError(`GROUP BY ${grouping.kind.toUpperCase()} is not supported here`, line);
}
