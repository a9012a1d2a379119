import { commonType, isWhole } from '../numeric-types.ts';
import { duckType, type SqlType } from '../sql-type.ts';
import type { Argument } from '../typed.ts';
import { argument, custom, type FunctionRules, firstType, many, native, template, types } from './rule.ts';

const { double, bigint, boolean } = types;
const allTypes = (args: readonly Argument[]) => commonType(args.map(({ type }) => type));

/** `ceil`, `floor` and `round` of a decimal keep it decimal, one digit wider, without fraction. */
const rounded = ([value]: readonly Argument[]): SqlType | undefined => {
  if (value?.type?.name !== 'decimal') return value?.type;
  const { precision, scale } = value.type;
  return { name: 'decimal', precision: Math.max(1, precision - scale + Math.min(scale, 1)), scale: 0 };
};

/** `round` to a number of digits keeps the scale of a decimal. */
const wider = ([value]: readonly Argument[]): SqlType | undefined => {
  if (value?.type?.name !== 'decimal') return value?.type;
  return { ...value.type, precision: Math.min(38, value.type.precision + 1) };
};

/** DuckDB answers doubles for whole numbers here and there; Trino keeps their type. */
const rounding = (name: string) =>
  custom(
    [1, 2],
    (args) => (args.length === 1 ? rounded(args) : firstType(args)),
    (args) => {
      const { sql, type } = argument(args, 0);
      if (isWhole(type) && args.length === 1) return sql;
      return `${name}(${args.map((arg) => arg.sql).join(', ')})`;
    },
  );

const unary = (name: string) => native(name, 1, double);

const random = template(
  [0, 2],
  (args) => (args.length === 0 ? double : bigint),
  (...bounds) => {
    const [low, high] = bounds.length === 2 ? bounds : ['0', bounds[0]];
    return bounds.length === 0 ? 'random()' : `CAST(floor(${low} + random() * (${high} - (${low}))) AS BIGINT)`;
  },
);

/** https://trino.io/docs/435/functions/math.html, …/bitwise.html */
export const numberFunctions: FunctionRules = {
  abs: native('abs', 1, firstType),
  ceil: rounding('ceil'),
  ceiling: rounding('ceil'),
  floor: rounding('floor'),
  round: custom(
    [1, 2],
    (args) => (args.length === 1 ? rounded(args) : wider(args)),
    (args) => {
      const { sql, type } = argument(args, 0);
      if (isWhole(type) && args.length === 1) return sql;
      const value = `round(${args.map((arg) => arg.sql).join(', ')})`;
      return args.length === 2 && type?.name === 'decimal' ? `CAST(${value} AS ${duckType(wider(args))})` : value;
    },
  ),
  truncate: rounding('trunc'),
  sign: custom(1, firstType, (args) => {
    const { sql, type } = argument(args, 0);
    return type?.name === 'double' || type?.name === 'real'
      ? `CAST(sign(${sql}) AS DOUBLE)`
      : `CAST(sign(${sql}) AS BIGINT)`;
  }),
  mod: custom(2, allTypes, (args, { inTry }) => {
    const [value, divisor] = [argument(args, 0).sql, argument(args, 1).sql];
    return inTry ? `(${value} % ${divisor})` : `athena_modulo(${value}, ${divisor})`;
  }),
  power: native('pow', 2, double),
  pow: native('pow', 2, double),
  sqrt: unary('sqrt'),
  cbrt: unary('athena_cbrt'),
  exp: unary('exp'),
  ln: unary('ln'),
  log2: unary('log2'),
  log10: unary('log10'),
  log: template(2, double, (base, value) => `(ln(${value}) / ln(${base}))`),
  radians: unary('radians'),
  degrees: unary('degrees'),
  sin: unary('sin'),
  cos: unary('cos'),
  tan: unary('tan'),
  asin: unary('asin'),
  acos: unary('acos'),
  atan: unary('atan'),
  atan2: native('atan2', 2, double),
  pi: native('pi', 0, double),
  e: template(0, double, () => 'exp(1)'),
  nan: template(0, double, () => "CAST('nan' AS DOUBLE)"),
  infinity: template(0, double, () => "CAST('inf' AS DOUBLE)"),
  is_nan: native('isnan', 1, boolean),
  is_finite: native('isfinite', 1, boolean),
  is_infinite: native('isinf', 1, boolean),
  random,
  rand: random,
  greatest: custom([1, many], allTypes, (args) => extreme('greatest', args)),
  least: custom([1, many], allTypes, (args) => extreme('least', args)),
  bitwise_and: template(2, bigint, (a, b) => `(CAST(${a} AS BIGINT) & CAST(${b} AS BIGINT))`),
  bitwise_or: template(2, bigint, (a, b) => `(CAST(${a} AS BIGINT) | CAST(${b} AS BIGINT))`),
  bitwise_xor: template(2, bigint, (a, b) => `xor(CAST(${a} AS BIGINT), CAST(${b} AS BIGINT))`),
  bitwise_not: template(1, bigint, (a) => `(~CAST(${a} AS BIGINT))`),
  bitwise_left_shift: template(2, bigint, (a, b) => `(CAST(${a} AS BIGINT) << ${b})`),
  bitwise_right_shift: template(2, bigint, (a, b) => `(CAST(${a} AS BIGINT) >> ${b})`),
  width_bucket: template(4, bigint, (x, low, high, count) => `athena_width_bucket(${x}, ${low}, ${high}, ${count})`),
};

/** Trino's is NULL as soon as one argument is; DuckDB passes over NULLs. */
function extreme(name: string, args: readonly Argument[]): string {
  const values = args.map(({ sql }) => sql);
  if (values.length === 1) return values.join();
  return `CASE WHEN ${values.map((sql) => `${sql} IS NULL`).join(' OR ')} THEN NULL ELSE ${name}(${values.join(', ')}) END`;
}
