import type { Expression, Select } from 'sql-dialects';
import { SqlError, walk } from 'sql-dialects';
import { hasAggregate, isAggregate } from './aggregates.ts';
import type { Context } from './context.ts';
import { printExpression } from './print-expression.ts';

/** Throws where a grouped SELECT names a column outside of aggregates that the rows are not grouped by. */
export function checkGrouping(select: Select, at: Context, keys: ReadonlySet<string>): void {
  const expressions = select.items.flatMap((item) => (item.kind === 'item' ? [item.expression] : []));
  if (select.having !== undefined) expressions.push(select.having);
  if (keys.size === 0 && select.groupBy.length === 0 && !expressions.some(hasAggregate)) return;
  for (const expression of expressions) {
    walk(expression, (node) => {
      if (node.kind === 'query' || node.kind === 'lambda' || isAggregate(node)) return false;
      if (!isExpression(node)) return true;
      const { item } = at.analysis.noting(() => tryPrint(node, at));
      if (item !== undefined && keys.has(item)) return false;
      if (node.kind === 'column' && isOwn(node, at)) {
        const name = node.parts.map(({ text }) => text).join('.');
        const message = `'${name}' must be an aggregate expression or appear in GROUP BY clause`;
        throw new SqlError(message, node, 'EXPRESSION_NOT_AGGREGATE');
      }
      return true;
    });
  }
}

function isExpression(node: object): node is Expression {
  return (
    'kind' in node && 'line' in node && !['item', 'star', 'query', 'lambda', 'interval'].includes(String(node.kind))
  );
}

function tryPrint(expression: Expression, at: Context): string | undefined {
  try {
    return printExpression(expression, at).sql;
  } catch (error) {
    if (error instanceof SqlError) return undefined;
    throw error;
  }
}

/** Whether the column is of this SELECT's FROM, not of one around it. */
function isOwn(node: Extract<Expression, { kind: 'column' }>, at: Context): boolean {
  try {
    const { column } = at.scope.resolve(node.parts, node);
    return at.scope.relations.some(({ columns }) => columns.includes(column)) || at.scope.merged.includes(column);
  } catch {
    return false;
  }
}
