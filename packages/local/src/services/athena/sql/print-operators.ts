import type { BinaryOperator, Expression, ExpressionOf, Position } from 'sql-dialects';
import type { Context } from './context.ts';
import { addInterval, asInstant } from './functions/time-functions.ts';
import { arithmeticType, isFloating, isWhole } from './numeric-types.ts';
import { printExpression } from './print-expression.ts';
import { typed } from './print-literal.ts';
import { types } from './sql-type.ts';
import type { Typed } from './typed.ts';
import { checkArguments } from './types/check-arguments.ts';
import { checkArithmetic, checkBoolean, checkComparison } from './types/check-operands.ts';

export function printBinary(expression: ExpressionOf<'binary'>, at: Context): Typed {
  const { op } = expression;
  // A chain of ANDs or ORs is as deep as it is long: walked, not recursed into.
  if (op === 'and' || op === 'or') {
    const parts = chain(expression, op).map((part) => booleanOf(part, 'Logical expression term', at));
    return typed(`(${parts.join(` ${op.toUpperCase()} `)})`, types.boolean);
  }
  if (['=', '<>', '<', '>', '<=', '>='].includes(op)) {
    const [left, right] = comparable(op, [expression.left, expression.right], at);
    return typed(`(${left} ${op} ${right})`, types.boolean);
  }
  const [left, right] = [printExpression(expression.left, at), printExpression(expression.right, at)];
  if (op === '||') return printConcatenation(left, right, expression);
  return printArithmetic(op as '+' | '-' | '*' | '/' | '%', left, right, at, expression);
}

/** `||` is the function concat, which takes text, arrays and bytes. */
function printConcatenation(left: Typed, right: Typed, { left: first, line, column }: ExpressionOf<'binary'>): Typed {
  checkArguments('concat', first, [
    { ...left, line, column },
    { ...right, line, column },
  ]);
  const [list, item] = [left.type?.name === 'array', right.type?.name === 'array'];
  if (list && right.type !== undefined && !item) return typed(`list_append(${left.sql}, ${right.sql})`, left.type);
  if (item && left.type !== undefined && !list) return typed(`list_prepend(${left.sql}, ${right.sql})`, right.type);
  const type = list ? left.type : item ? right.type : left.type?.name === 'varbinary' ? left.type : types.varchar;
  return typed(`(${left.sql} || ${right.sql})`, type);
}

export function chain(expression: Expression, op: BinaryOperator): Expression[] {
  const parts: Expression[] = [];
  let rest = expression;
  while (rest.kind === 'binary' && rest.op === op) {
    parts.unshift(rest.right);
    rest = rest.left;
  }
  parts.unshift(rest);
  return parts;
}

function printArithmetic(
  op: '+' | '-' | '*' | '/' | '%',
  left: Typed,
  right: Typed,
  at: Context,
  position: Position,
): Typed {
  if (op === '+' || op === '-') {
    if (right.type?.name === 'interval' && left.type?.name !== 'interval')
      return typed(addInterval(left, right.sql, op), left.type);
    if (left.type?.name === 'interval' && right.type?.name !== 'interval' && op === '+')
      return typed(addInterval(right, left.sql), right.type);
    if (op === '-' && left.type?.name === 'date' && right.type?.name === 'date') {
      return typed(`to_days(CAST(${left.sql} - ${right.sql} AS INTEGER))`, types.interval);
    }
    if (op === '-' && left.type?.name === 'timestamp' && right.type?.name === 'timestamp') {
      return typed(`(${left.sql} - ${right.sql})`, types.interval);
    }
  }
  checkArithmetic(op, left.type, right.type, position);
  const involved = [left.type, right.type];
  const type = involved.some((one) => one?.name === 'interval')
    ? types.interval
    : arithmeticType(op, left.type, right.type);
  const plain = `(${left.sql} ${op} ${right.sql})`;
  if (op !== '/' && op !== '%') return typed(plain, type);
  if (isFloating(type)) return typed(op === '/' ? `(CAST(${left.sql} AS DOUBLE) / ${right.sql})` : plain, type);
  const whole = at.inTry
    ? op === '/'
      ? `(${left.sql} // ${right.sql})`
      : plain
    : `${op === '/' ? 'athena_divide' : 'athena_modulo'}(${left.sql}, ${right.sql})`;
  if (isWhole(type) || op === '%') return typed(whole, type);
  if (type?.name !== 'decimal') return typed(`(${left.sql} // ${right.sql})`, type);
  // DuckDB divides decimals as doubles; Trino keeps the larger scale of both.
  const ratio = at.inTry ? `(${left.sql} / nullif(${right.sql}, 0))` : `athena_ratio(${left.sql}, ${right.sql})`;
  return typed(`CAST(${ratio} AS DECIMAL(${type.precision},${type.scale}))`, type);
}

/** Values that are compared: times that were moved to a zone are the instants that they are, beside other instants. */
export function comparable(op: string, expressions: readonly Expression[], at: Context): string[] {
  const values = expressions.map((expression) => printExpression(expression, at));
  const [first] = values;
  for (const value of values.slice(1)) checkComparison(op, first?.type, value.type, expressions[0] ?? origin);
  const moved = values.some(({ type }) => type?.name === 'timestamp' && type.at !== undefined);
  return values.map((value) => (moved && value.type?.name === 'timestamp' ? asInstant(value) : value.sql));
}

const origin: Position = { line: 1, column: 1 };

/** The SQL of a condition; `what` begins the message where it is none. */
export function booleanOf(expression: Expression, what: string, at: Context): string {
  const value = printExpression(expression, at);
  checkBoolean(value, what, expression);
  return value.sql;
}
