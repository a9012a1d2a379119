import { isWhole } from './numeric-types.ts';
import { duckType, quoted, type SqlType, text } from './sql-type.ts';
import { castOfText } from './text-casts.ts';
import type { Typed } from './typed.ts';

/** `CAST` and `TRY_CAST` with Trino's conversions where DuckDB's are others. */
export function printCast(value: Typed, target: SqlType, isTry: boolean): Typed {
  const cast = (sql: string, type: SqlType) => `${isTry ? 'TRY_CAST' : 'CAST'}(${sql} AS ${duckType(type)})`;
  const from = value.type;
  if (target.name === 'json') return { sql: from?.name === 'json' ? value.sql : `to_json(${value.sql})`, type: target };
  if (target.name === 'varchar' || target.name === 'char') {
    const written = textOf(value, isTry);
    const isCut = target.name === 'varchar' && target.length !== undefined;
    return { sql: isCut ? `substr(${written}, 1, ${target.length})` : written, type: target };
  }
  if (from?.name === 'json' && isScalar(target))
    return { sql: cast(`json_extract_string(${value.sql}, '$')`, target), type: target };
  if (target.name === 'row' && from?.name === 'row')
    return { sql: rowOf(value.sql, from, target, isTry), type: target };
  // Half up; DuckDB rounds doubles half to even.
  if (isWhole(target) && (from?.name === 'double' || from?.name === 'real')) {
    return { sql: cast(`round(${value.sql})`, target), type: target };
  }
  if (target.name === 'timestamp' && from?.name === 'timestamp' && from.at !== undefined && target.zone) {
    return { sql: `(${value.sql} AT TIME ZONE ${text(from.at)})`, type: target };
  }
  const ofText = from?.name === 'varchar' ? castOfText(value.sql, target, isTry) : undefined;
  return { sql: ofText ?? cast(value.sql, target), type: target };
}

type Row = Extract<SqlType, { name: 'row' }>;

/** Fields by their place; DuckDB would go by their names. */
function rowOf(sql: string, from: Row, target: Row, isTry: boolean): string {
  const fields = target.fields.map(({ name, type }, index) => {
    const source = from.fields[index];
    const value = { sql: `struct_extract(${sql}, ${text(source?.name ?? `field${index}`)})`, type: source?.type };
    const cast = type === undefined ? value.sql : printCast(value, type, isTry).sql;
    return `${quoted(name ?? `field${index}`)} := ${cast}`;
  });
  return `struct_pack(${fields.join(', ')})`;
}

function isScalar({ name }: SqlType): boolean {
  return name !== 'array' && name !== 'map' && name !== 'row';
}

/** A value as text, as Trino writes it. */
function textOf({ sql, type }: Typed, isTry: boolean): string {
  switch (type?.name) {
    case 'varchar':
      return sql;
    case 'double':
    case 'real':
      return `athena_double_text(${sql})`;
    case 'json':
      return `athena_json_text${isTry ? '_or_null' : ''}(${sql})`;
    case 'timestamp': {
      const zone = type.at ?? (type.zone ? 'UTC' : undefined);
      return `strftime(${sql}, ${text(`%Y-%m-%d %H:%M:%S.%g${zone === undefined ? '' : ` ${zone}`}`)})`;
    }
    default:
      return `CAST(${sql} AS VARCHAR)`;
  }
}
