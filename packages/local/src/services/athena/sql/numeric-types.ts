import { type SqlType, types } from './sql-type.ts';

type Decimal = Extract<SqlType, { name: 'decimal' }>;

/** Digits of the whole numbers where they meet decimals: https://trino.io/docs/435/functions/decimal.html */
const digits: Readonly<Record<string, number>> = { tinyint: 3, smallint: 5, integer: 10, bigint: 19 };
const numericNames = ['tinyint', 'smallint', 'integer', 'bigint', 'decimal', 'real', 'double'];

export function isWhole(type: SqlType | undefined): boolean {
  return type !== undefined && type.name in digits;
}

export function isFloating(type: SqlType | undefined): boolean {
  return type?.name === 'double' || type?.name === 'real';
}

export function isNumeric(type: SqlType | undefined): boolean {
  return type !== undefined && numericNames.includes(type.name);
}

/** The place of a number's type among those that it is taken for: from tinyint to double. */
export function numericOrder({ name }: SqlType): number {
  return numericNames.indexOf(name);
}

function asDecimal(type: SqlType): Decimal | undefined {
  if (type.name === 'decimal') return type;
  const precision = digits[type.name];
  return precision === undefined ? undefined : { name: 'decimal', precision, scale: 0 };
}

/** The type of `a op b`; undefined when that of a or b is not known or none of numbers. */
export function arithmeticType(
  op: '+' | '-' | '*' | '/' | '%',
  a: SqlType | undefined,
  b: SqlType | undefined,
): SqlType | undefined {
  if (a === undefined || b === undefined || !isNumeric(a) || !isNumeric(b)) return undefined;
  if (isFloating(a) || isFloating(b)) return a.name === 'double' || b.name === 'double' ? types.double : types.real;
  if (isWhole(a) && isWhole(b)) return numericNames.indexOf(a.name) >= numericNames.indexOf(b.name) ? a : b;
  const [left, right] = [asDecimal(a), asDecimal(b)];
  if (left === undefined || right === undefined) return undefined;
  const [p1, s1, p2, s2] = [left.precision, left.scale, right.precision, right.scale];
  const scale = Math.max(s1, s2);
  switch (op) {
    case '*':
      return { name: 'decimal', precision: Math.min(38, p1 + p2), scale: s1 + s2 };
    case '/':
      return { name: 'decimal', precision: Math.min(38, p1 + s2 + Math.max(s2 - s1, 0)), scale };
    case '%':
      return { name: 'decimal', precision: Math.min(p2 - s2, p1 - s1) + scale, scale };
    default:
      return { name: 'decimal', precision: Math.min(38, Math.max(p1 - s1, p2 - s2) + scale + 1), scale };
  }
}

/** The type that values of all of these have together (CASE, COALESCE, UNION); undefined when it is not known. */
export function commonType(all: readonly (SqlType | undefined)[]): SqlType | undefined {
  const known = all.filter((type) => type?.name !== 'unknown');
  const [first, ...others] = known;
  if (known.length === 0) return all.length === 0 ? undefined : types.unknown;
  return others.reduce((a, b) => commonOf(a, b), first);
}

function commonOf(a: SqlType | undefined, b: SqlType | undefined): SqlType | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (a.name === 'timestamp' && b.name === 'timestamp' && a.at === b.at) return { ...a, zone: a.zone || b.zone };
  if (a.name === 'date' && b.name === 'timestamp') return b;
  if (a.name === 'timestamp' && b.name === 'date') return a;
  if (a.name === b.name && a.name !== 'decimal') return a.name === 'varchar' ? types.varchar : sameNested(a, b);
  if (isFloating(a) || isFloating(b) || (isWhole(a) && isWhole(b))) return arithmeticType('+', a, b);
  const [left, right] = [asDecimal(a), asDecimal(b)];
  if (left === undefined || right === undefined) return undefined;
  const scale = Math.max(left.scale, right.scale);
  const whole = Math.max(left.precision - left.scale, right.precision - right.scale);
  return { name: 'decimal', precision: Math.min(38, whole + scale), scale };
}

function sameNested(a: SqlType, b: SqlType): SqlType | undefined {
  return JSON.stringify(a) === JSON.stringify(b) || !['array', 'map', 'row'].includes(a.name) ? a : undefined;
}
