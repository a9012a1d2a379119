import { FlinkSqlError } from '../sql/flink-sql-error.ts';
import { type FlinkType, isNumber, isTime, typeText } from '../sql/flink-type.ts';
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
  if (to.kind === 'DECIMAL') return `TRY_CAST(${sql} AS ${duckType(to)})`;
  if (to.kind === 'DOUBLE' || from.kind === 'INT') return `CAST(${sql} AS ${duckType(to)})`;
  // Flink cuts the fraction off, DuckDB rounds.
  return `CAST(trunc(${sql}) AS ${duckType(to)})`;
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
    const digits = `regexp_full_match(trim(${sql}), '[+-]?[0-9]+([.][0-9]*)?')`;
    const whole = `TRY_CAST(regexp_extract(trim(${sql}), '^[+-]?[0-9]+') AS ${duckType(to)})`;
    return readable(`${digits} AND ${whole} IS NOT NULL`, whole);
  }
  if (to.kind !== 'DOUBLE' && to.kind !== 'DECIMAL') return undefined;
  const value = `TRY_CAST(${sql} AS ${duckType(to)})`;
  return tries ? value : readable(`${value} IS NOT NULL`, value);
}
