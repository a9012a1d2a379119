import { print } from './print.ts';
import { Decimal, type VtlValue, wholeNumber } from './values.ts';

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';

/**
 * Velocity's arithmetic: whole numbers stay whole and exact, a Decimal makes a Decimal, `+` with a text joins. Anything
 * else, and a division by zero, is null.
 */
export function calculate(operator: ArithmeticOperator, left: VtlValue, right: VtlValue): VtlValue {
  if (left === null || right === null) return null;
  if (operator === '+' && (typeof left === 'string' || typeof right === 'string')) return print(left) + print(right);
  if (!isNumber(left) || !isNumber(right)) return null;
  if (left instanceof Decimal || right instanceof Decimal) return decimals(operator, Number(left), Number(right));
  if (typeof left === 'number' && typeof right === 'number' && (operator === '+' || operator === '-')) {
    const result = operator === '+' ? left + right : left - right;
    if (Number.isSafeInteger(result)) return result;
  }
  return wholes(operator, BigInt(left), BigInt(right));
}

function decimals(operator: ArithmeticOperator, left: number, right: number): VtlValue {
  switch (operator) {
    case '+':
      return new Decimal(left + right);
    case '-':
      return new Decimal(left - right);
    case '*':
      return new Decimal(left * right);
    case '/':
      return right === 0 ? null : new Decimal(left / right);
    case '%':
      return right === 0 ? null : new Decimal(left % right);
  }
}

function wholes(operator: ArithmeticOperator, left: bigint, right: bigint): VtlValue {
  switch (operator) {
    case '+':
      return wholeNumber(left + right);
    case '-':
      return wholeNumber(left - right);
    case '*':
      return wholeNumber(left * right);
    case '/':
      return right === 0n ? null : wholeNumber(left / right);
    case '%':
      return right === 0n ? null : wholeNumber(left % right);
  }
}

function isNumber(value: VtlValue): value is number | bigint | Decimal {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Decimal;
}
