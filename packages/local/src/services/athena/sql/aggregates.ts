import { type Call, type Expression, type Node, SqlError, walk } from 'sql-dialects';
import { functionRule } from './functions/functions.ts';

/** The first call in an expression that answers yes; subqueries are not looked into. */
function findCall(expression: unknown, isWanted: (call: Call) => boolean): Call | undefined {
  let found: Call | undefined;
  walk(expression, (node) => {
    if (found !== undefined || node.kind === 'query') return false;
    if (node.kind === 'call' && isWanted(node)) found = node;
    return found === undefined;
  });
  return found;
}

/** `sum(x)`, but not `sum(x) OVER (…)`. */
export function isAggregate(node: Node): boolean {
  return node.kind === 'call' && node.over === undefined && functionRule(node.name)?.kind === 'aggregate';
}

export function hasAggregate(expression: Expression): boolean {
  return findCall(expression, isAggregate) !== undefined;
}

/** A condition on single rows; `clause` begins the message. */
export function refuseAggregates(condition: Expression, clause: string): void {
  const found = findCall(condition, (call) => isAggregate(call) || call.over !== undefined);
  if (found === undefined) return;
  throw new SqlError(
    `${clause} cannot contain aggregations, window functions or grouping operations: [${found.text}]`,
    found,
    'EXPRESSION_NOT_SCALAR',
  );
}

/** The arguments of an aggregate. */
export function refuseNested(call: Call): void {
  if (!isAggregate(call)) return;
  const inner = findCall([call.args, call.filter], isAggregate);
  if (inner === undefined) return;
  throw new SqlError(
    `Cannot nest aggregations inside aggregation '${call.name}': [${inner.text}]`,
    call,
    'NESTED_AGGREGATION',
  );
}
