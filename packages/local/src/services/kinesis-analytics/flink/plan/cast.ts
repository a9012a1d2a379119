import { FlinkSqlError } from '../job/flink-sql-error.ts';
import { type FlinkType, isNumber, isTime, typeText } from '../job/flink-type.ts';
import { wrapped } from './functions.ts';
import { textFunctions } from './names.ts';
import { duckType, type Typed } from './typed.ts';

/**
 * CAST as Flink has it since 1.15: what cannot be read ends the job, and with TRY_CAST is null; a number that is
 * too large for a DECIMAL is null in both. https://nightlies.apache.org/flink/flink-docs-release-1.20/docs/dev/table/types/#casting
 */
export function cast({ sql, type }: Typed, to: FlinkType, tries: boolean, line: number): Typed {
  if (type.kind === 'NULL') return { sql: `CAST(NULL AS ${duckType(to)})`, type: to };
  const text = castText(sql, type, to, tries);
  if (text === undefined) {
    throw new FlinkSqlError(`CAST of ${typeText(type)} to ${typeText(to)} is not supported here`, line);
  }
  return { sql: text, type: to };
}

function castText(sql: string, from: FlinkType, to: FlinkType, tries: boolean): string | undefined {
  if (to.kind === 'STRING') return toText(sql, from);
  if (isTime(to) && isTime(from)) return sql;
  if (from.kind === to.kind && from.kind !== 'DECIMAL') return sql;
  if (from.kind === 'STRING') return fromText(sql, to, tries);
  if (!isNumber(from) || !isNumber(to)) return undefined;
  if (to.kind === 'DECIMAL' && from.kind === 'DOUBLE') return decimalOfDouble(sql, to);
  if (to.kind === 'DECIMAL') return `TRY_CAST(${sql} AS ${duckType(to)})`;
  if (to.kind === 'DOUBLE' || from.kind === 'INT') return `CAST(${sql} AS ${duckType(to)})`;
  if (from.kind === 'DOUBLE') return fromDouble(sql, to);
  // Flink cuts the fraction off, DuckDB rounds.
  return wrapped(`CAST(${from.kind === 'DECIMAL' ? `trunc(${sql})` : sql} AS HUGEINT)`, to);
}

/** The nearest whole number that there is. */
function fromDouble(sql: string, to: FlinkType): string {
  const largest = to.kind === 'INT' ? '2147483647' : '9223372036854775807';
  const least = to.kind === 'INT' ? '-2147483648' : '-9223372036854775808';
  return (
    `CAST(CASE WHEN isnan(${sql}) THEN 0 WHEN ${sql} >= ${largest} THEN ${largest} WHEN ${sql} <= ${least} THEN ${least} ` +
    `ELSE CAST(trunc(${sql}) AS HUGEINT) END AS ${duckType(to)})`
  );
}

function toText(sql: string, from: FlinkType): string | undefined {
  if (from.kind === 'STRING') return sql;
  if (from.kind === 'BOOLEAN') return `upper(CAST(${sql} AS VARCHAR))`;
  if (from.kind === 'INT' || from.kind === 'BIGINT' || from.kind === 'DECIMAL') return `CAST(${sql} AS VARCHAR)`;
  if (!('precision' in from)) return undefined;
  const formats: Readonly<Record<number, string>> = { 0: '', 3: '.%g', 6: '.%f' };
  const fraction = formats[from.precision];
  return fraction === undefined ? undefined : `strftime(${sql}, '%Y-%m-%d %H:%M:%S${fraction}')`;
}

function fromText(sql: string, to: FlinkType, tries: boolean): string | undefined {
  const otherwise = tries ? 'NULL' : `error('CAST cannot read ' || ${sql} || ' as ${typeText(to)}')`;
  const readable = (test: string, value: string) =>
    `CASE WHEN ${sql} IS NULL THEN NULL WHEN ${test} THEN ${value} ELSE ${otherwise} END`;
  if (to.kind === 'INT' || to.kind === 'BIGINT') {
    const digits = `regexp_full_match(trim(${sql}), '[+-]?(?:[0-9]+(?:[.][0-9]*)?|[.][0-9]+)')`;
    const leading = `regexp_extract(regexp_replace(trim(${sql}), '^([+-]?)[.]', '\\10.'), '^[+-]?[0-9]+')`;
    const whole = `TRY_CAST(${leading} AS ${duckType(to)})`;
    return readable(`${digits} AND ${whole} IS NOT NULL`, whole);
  }
  const value = to.kind === 'DECIMAL' ? decimalOfText(sql, to) : to.kind === 'DOUBLE' ? doubleOfText(sql) : undefined;
  if (value === undefined) return undefined;
  return tries ? value : readable(`${value} IS NOT NULL`, value);
}

/** DuckDB reads more, and Java what ends in the letter of its type. */
function doubleOfText(sql: string): string {
  const number = '(?:[0-9]+[.]?[0-9]*|[.][0-9]+)(?:[eE][+-]?[0-9]+)?';
  return `TRY_CAST(regexp_extract(${sql}, '^\\s*([+-]?(?:NaN|Infinity|${number}))[dDfF]?\\s*$', 1) AS DOUBLE)`;
}

/** DuckDB rounds what has an exponent wrongly, and reads underscores. */
function decimalOfText(sql: string, to: Extract<FlinkType, { kind: 'DECIMAL' }>): string {
  const { precision, scale } = to;
  const java = `TRY_CAST(${textFunctions.decimal.name}(${sql}, '${precision}', '${scale}') AS ${duckType(to)})`;
  if (precision === scale) return java;
  const plain = `regexp_extract(${sql}, '^-?(?:0|[1-9][0-9]*)(?:[.][0-9]+)?$')`;
  return `coalesce(TRY_CAST(${plain} AS ${duckType(to)}), ${java})`;
}

/** By the digits that it is written with; DuckDB goes by its binary value. */
function decimalOfDouble(sql: string, to: Extract<FlinkType, { kind: 'DECIMAL' }>): string {
  const text = `CASE WHEN isfinite(${sql}) THEN CAST(${sql} AS VARCHAR) ELSE error('no DECIMAL is ' || ${sql}) END`;
  return `CASE WHEN ${sql} IS NULL THEN NULL ELSE ${decimalOfText(text, to)} END`;
}
