import { print } from './print.ts';
import { Decimal, VtlList, VtlMap, type VtlValue } from './values.ts';

/** `==` of Velocity 1.7: numbers by value, the same type by its equality, different types by how they print. */
export function sameValue(left: VtlValue, right: VtlValue): boolean {
  if (left === right) return true;
  if (left === null || right === null) return false;
  const order = compareNumbers(left, right);
  if (order !== undefined) return order === 0;
  if (typeof left === 'string' && typeof right === 'string') return false;
  if (typeof left === 'boolean' && typeof right === 'boolean') return false;
  const alike =
    (left instanceof VtlMap && right instanceof VtlMap) || (left instanceof VtlList && right instanceof VtlList);
  if (!alike && isContainer(left) && isContainer(right)) return false;
  return print(left) === print(right);
}

/** Below, at or above zero for two numbers or two texts; null when the two have no order. */
export function compareValues(left: VtlValue, right: VtlValue): number | null {
  if (typeof left === 'string' && typeof right === 'string') return left === right ? 0 : left < right ? -1 : 1;
  return compareNumbers(left, right) ?? null;
}

/** Undefined when one of the two is no number. */
export function compareNumbers(left: VtlValue, right: VtlValue): number | undefined {
  const a = numeric(left);
  const b = numeric(right);
  if (a === undefined || b === undefined) return undefined;
  // Mixed comparison of number and bigint is exact in JavaScript.
  return a < b ? -1 : a > b ? 1 : 0;
}

function numeric(value: VtlValue): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  return value instanceof Decimal ? value.value : undefined;
}

function isContainer(value: VtlValue): boolean {
  return value instanceof VtlMap || value instanceof VtlList;
}
