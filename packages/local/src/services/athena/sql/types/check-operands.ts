import { type Position, SqlError } from 'sql-dialects';
import { isNumeric } from '../numeric-types.ts';
import { athenaType, type SqlType } from '../sql-type.ts';
import type { Typed } from '../typed.ts';
import { canCoerce, canUnify, isOrderable, isText } from './coercion.ts';

type Known = SqlType | undefined;

export function typeMismatch(message: string, { line, column }: Position): SqlError {
  return new SqlError(message, { line, column }, 'TYPE_MISMATCH');
}

/** `a op b` of a comparison. */
export function checkComparison(op: string, a: Known, b: Known, position: Position): void {
  const ordered = op !== '=' && op !== '<>' && op !== 'IS DISTINCT FROM';
  if (canUnify(a, b) && (!ordered || (isOrderable(a) && isOrderable(b)))) return;
  throw typeMismatch(`Cannot apply operator: ${athenaType(a)} ${op} ${athenaType(b)}`, position);
}

export function checkOrderable(type: Known, clause: string, position: Position): void {
  if (isOrderable(type)) return;
  throw typeMismatch(`Type ${athenaType(type)} is not orderable, and therefore cannot be used in ${clause}`, position);
}

/** What must be true or false; `what` begins the message: `WHERE clause`. */
export function checkBoolean({ type }: Typed, what: string, position: Position): void {
  if (type === undefined || type.name === 'boolean' || type.name === 'unknown') return;
  throw typeMismatch(`${what} must evaluate to a boolean (actual: ${athenaType(type)})`, position);
}

/** `what`: what must have one type. */
export function checkUnified(values: readonly Typed[], what: string, position: Position): void {
  const isOne = values.every(({ type }, index) => values.slice(index + 1).every((other) => canUnify(type, other.type)));
  if (isOne) return;
  const names = [...new Set(values.map(({ type }) => athenaType(type)))].join(', ');
  throw typeMismatch(`All ${what} must be the same type or coercible to a common type: ${names}`, position);
}

export function checkText({ type }: Typed, what: string, position: Position): void {
  if (type === undefined || type.name === 'unknown' || isText(type)) return;
  throw typeMismatch(`${what} must evaluate to a varchar (actual: ${athenaType(type)})`, position);
}

export function checkCoercion({ type }: Typed, to: Known, what: string, position: Position): void {
  if (canCoerce(type, to)) return;
  throw typeMismatch(`${what} must be ${athenaType(to)} (actual: ${athenaType(type)})`, position);
}

/** `-x` and `+x`. */
export function checkNegatable({ type }: Typed, position: Position): void {
  if (type === undefined || isNumeric(type) || type.name === 'interval' || type.name === 'unknown') return;
  throw typeMismatch(`Cannot negate ${athenaType(type)}`, position);
}

/** A subquery that stands for a value. */
export function checkOneColumn(count: number, position: Position): void {
  if (count === 1) return;
  throw new SqlError(
    `Multiple columns returned by subquery are not yet supported. Found ${count}`,
    { line: position.line, column: position.column },
    'NOT_SUPPORTED',
  );
}

const times = ['date', 'time', 'timestamp'];

/** https://trino.io/docs/435/functions/datetime.html#date-and-time-operators */
export function checkArithmetic(op: string, a: Known, b: Known, position: Position): void {
  if (a === undefined || b === undefined || isArithmetic(op, a, b)) return;
  throw typeMismatch(`Cannot apply operator: ${athenaType(a)} ${op} ${athenaType(b)}`, position);
}

function isArithmetic(op: string, a: SqlType, b: SqlType): boolean {
  const isEmpty = (type: SqlType) => type.name === 'unknown';
  if ((isNumeric(a) || isEmpty(a)) && (isNumeric(b) || isEmpty(b))) return true;
  const [isTimeA, isTimeB] = [times.includes(a.name), times.includes(b.name)];
  const [isIntervalA, isIntervalB] = [a.name === 'interval', b.name === 'interval'];
  if (op === '*') return (isIntervalA && isNumeric(b)) || (isNumeric(a) && isIntervalB);
  if (op === '/') return isIntervalA && isNumeric(b);
  if (op === '+') return (isTimeA && isIntervalB) || (isIntervalA && isTimeB) || (isIntervalA && isIntervalB);
  if (op !== '-') return false;
  return (isTimeA && isIntervalB) || (isIntervalA && isIntervalB) || (isTimeA && isTimeB && canUnify(a, b));
}
