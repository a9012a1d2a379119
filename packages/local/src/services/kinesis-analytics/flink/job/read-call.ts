import type { Call as CallNode, Expression as ExpressionNode, ExpressionOf, SortItem } from 'sql-dialects';
import { FlinkSqlError, notSupported, sqlText } from './flink-sql-error.ts';
import type { Expression } from './job.ts';
import { resolveType } from './resolve-type.ts';

type Read = (node: ExpressionNode) => Expression;

/** A function call, an aggregate or `ROW_NUMBER() OVER (…)`. */
export function readCall(node: CallNode, read: Read): Expression {
  const { text: name, line, star, distinct } = node;
  if (node.over !== undefined) return readNumbering(node, read);
  if (node.filter !== undefined) throw notSupported('FILTER', node);
  if (node.orderBy.length > 0) throw notSupported(`ORDER BY in ${name}`, node);
  if (node.ignoreNulls) throw notSupported(`IGNORE NULLS of ${name}`, node);
  // What JSON_VALUE does anyway: a text, and null for what is not there or no single value.
  const isText = node.returning === undefined || resolveType(node.returning)?.kind === 'STRING';
  if (!isText) throw notSupported(`${name} with a type other than STRING`, node);
  return { kind: 'call', name, args: node.args.map(read), star, distinct, line };
}

/** `ROW_NUMBER() OVER (PARTITION BY … ORDER BY …)`. */
function readNumbering({ name, text, over, ...position }: CallNode, read: Read): Expression {
  const { line } = position;
  if (name !== 'row_number') throw notSupported(`${text} OVER`, position);
  if (over === undefined || over.base !== undefined || over.frame !== undefined) {
    throw new FlinkSqlError('ROW_NUMBER takes PARTITION BY and ORDER BY here', line);
  }
  const orderBy = over.orderBy.map((item) => ({ expression: read(item.expression), descending: isDescending(item) }));
  return { kind: 'row_number', partitionBy: over.partitionBy.map(read), orderBy, line };
}

function isDescending({ expression, descending, nulls }: SortItem): boolean {
  if (nulls !== undefined) throw notSupported(`NULLS ${nulls.toUpperCase()}`, expression);
  return descending;
}

export function readJsonObject(node: ExpressionOf<'json-object'>, read: Read): Expression {
  const entries = node.members.map(({ key, value }) => {
    if (key.kind !== 'literal' || key.type !== 'string') {
      const message = `JSON_OBJECT takes KEY 'name' VALUE value here, not ${sqlText.expression(key)}`;
      throw new FlinkSqlError(message, key.line);
    }
    return { key: key.text, value: read(value) };
  });
  return { kind: 'json_object', entries, absentOnNull: node.absentOnNull, line: node.line };
}
