import { duckType, type SqlType, text } from './sql-type.ts';

/**
 * What of a text Trino takes for a value; DuckDB takes more (`1e3`, ` 1` and `1.5` as whole numbers, `yes` as true).
 * https://trino.io/docs/435/functions/conversion.html, and what Trino 435 answers.
 */
const patterns = {
  whole: '[+-]?[0-9]+',
  decimal: String.raw`[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?`,
  // Java's: white space around it and a suffix for the type.
  floating: String.raw`\s*[+-]?(NaN|Infinity|([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?[dDfF]?)\s*`,
  boolean: '(?i)t|true|1|f|false|0',
  timestamp: '[^T]*',
} as const;

const patternOf: Readonly<Partial<Record<SqlType['name'], keyof typeof patterns>>> = {
  ...{ tinyint: 'whole', smallint: 'whole', integer: 'whole', bigint: 'whole', decimal: 'decimal' },
  ...{ real: 'floating', double: 'floating', boolean: 'boolean' },
};

/** A text cast to another type in DuckDB's SQL; undefined where DuckDB's own cast does as well. */
export function castOfText(sql: string, target: SqlType, isTry: boolean): string | undefined {
  const pattern = target.name === 'timestamp' && !target.zone ? 'timestamp' : patternOf[target.name];
  if (pattern === undefined) return undefined;
  const expression = text(`^(?:${patterns[pattern]})$`);
  if (isTry)
    return `CASE WHEN regexp_matches(${sql}, ${expression}) THEN TRY_CAST(${readable(sql, target)} AS ${duckType(target)}) END`;
  const checked = `athena_castable(${sql}, ${expression}, ${text(duckType(target).toLowerCase())})`;
  return `CAST(${readable(checked, target)} AS ${duckType(target)})`;
}

/** As DuckDB reads it. */
function readable(sql: string, target: SqlType): string {
  if (target.name === 'real' || target.name === 'double') return `rtrim(trim(${sql}), 'dDfF')`;
  return target.name === 'decimal' ? `athena_decimal_text(${sql}, 5e-${target.scale + 1})` : sql;
}
