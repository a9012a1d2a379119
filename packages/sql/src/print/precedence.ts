import type { Expression } from '../syntax/tree.ts';

/** How tightly expressions bind; a part that binds less than its place asks for stands in parentheses. */
export const precedence = {
  lambda: 0,
  or: 1,
  and: 2,
  not: 3,
  predicate: 4,
  sum: 5,
  product: 6,
  unary: 7,
  postfix: 8,
  primary: 9,
} as const;

export function precedenceOf(expression: Expression): number {
  switch (expression.kind) {
    case 'lambda':
      return precedence.lambda;
    case 'binary':
      return ofOperator(expression.op);
    case 'not':
      return precedence.not;
    case 'is-null':
    case 'is-truth':
    case 'is-distinct':
    case 'between':
    case 'in':
    case 'like':
    case 'quantified':
      return precedence.predicate;
    case 'unary':
      return precedence.unary;
    case 'at-time-zone':
    case 'subscript':
    case 'field':
      return precedence.postfix;
    default:
      return precedence.primary;
  }
}

function ofOperator(op: string): number {
  if (op === 'or' || op === 'and') return precedence[op];
  if (['*', '/', '%'].includes(op)) return precedence.product;
  return ['+', '-', '||'].includes(op) ? precedence.sum : precedence.predicate;
}
