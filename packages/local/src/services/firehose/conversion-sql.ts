import type { Conversion } from './conversion-configuration.ts';
import { duckDbType, type GlueType, identifier, literal } from './glue-type.ts';

export interface Column {
  readonly name: string;
  /** The JSON key that holds it. */
  readonly key: string;
  readonly type: GlueType;
}

/**
 * DuckDB refuses longer lines, and each of its threads takes twice as much memory. A longer document than the first is
 * left to the slower pass, where the largest record of a stream fits even if every character is escaped.
 */
const maxLineBytes = { fast: 8 << 20, numbered: 64 << 20 } as const;

type Serde = Conversion['serde'];

/** Every document of the file as a row of the table; fails as a whole when one document does not fit. */
export function selectAll(columns: readonly Column[], file: string, serde: Serde): string {
  const types = columns.map(
    ({ key, type }) => `${identifier(key)}: ${literal(isTimestamp(type) ? 'VARCHAR' : duckDbType(type))}`,
  );
  const values = columns.map(({ name, key, type }) => {
    const source = identifier(key);
    return `${isTimestamp(type) ? timestamp(source, serde) : source} AS ${identifier(name)}`;
  });
  return `SELECT ${values.join(', ')} FROM ${readJson(file, `{${types.join(', ')}}`, maxLineBytes.fast)}`;
}

/** A file of `{"n": line number, "d": "document"}`, each document as text, so that none can spoil the reading. */
function numbered(columns: readonly Column[], file: string): string {
  const structure = JSON.stringify(Object.fromEntries(columns.map(({ key }) => [key, 'JSON'])));
  const row = `CASE WHEN json_valid(d) THEN from_json(d, ${literal(structure)}) END`;
  return `(SELECT n, d, ${row} AS r FROM ${readJson(file, `{n: 'BIGINT', d: 'VARCHAR'}`, maxLineBytes.numbered)})`;
}

/** Number and first unfitting column (null: no JSON) of each document that does not fit, in the order of the file. */
export function selectUnfit(columns: readonly Column[], file: string, serde: Serde): string {
  const cases = columns.map(
    (column) => `WHEN NOT coalesce(${fits(column, serde)}, false) THEN ${literal(column.name)}`,
  );
  const unfit = `CASE WHEN r IS NULL THEN NULL ${cases.join(' ')} ELSE '' END`;
  return `SELECT n, c FROM (SELECT n, ${unfit} AS c FROM ${numbered(columns, file)}) WHERE c IS NULL OR c <> '' ORDER BY n`;
}

/** The rows of the documents that `selectUnfit` does not name. */
export function selectFit(columns: readonly Column[], file: string, serde: Serde): string {
  const values = columns.map(({ name, key, type }) => `${value(member(key), type, serde)} AS ${identifier(name)}`);
  const conditions = columns.map((column) => `coalesce(${fits(column, serde)}, false)`);
  return `SELECT ${values.join(', ')} FROM ${numbered(columns, file)} WHERE r IS NOT NULL AND ${conditions.join(' AND ')}`;
}

export function copyToParquet(
  select: string,
  target: string,
  { compression, parquetVersion }: Pick<Conversion, 'compression' | 'parquetVersion'>,
): string {
  return `COPY (${select}) TO ${literal(target)} (FORMAT parquet, COMPRESSION ${compression.toLowerCase()}, PARQUET_VERSION ${parquetVersion})`;
}

function readJson(file: string, columns: string, maxBytes: number): string {
  return `read_json(${literal(file)}, columns = ${columns}, format = 'newline_delimited', maximum_object_size = ${maxBytes})`;
}

function isTimestamp(type: GlueType): boolean {
  return type.kind === 'value' && type.sql === 'TIMESTAMP';
}

function member(key: string): string {
  return `r.${identifier(key)}`;
}

function fits({ key, type }: Column, serde: Serde): string {
  return fitsType(member(key), type, serde);
}

/** Whether a JSON value can be of the type; an absent value and null always can. */
function fitsType(json: string, type: GlueType, serde: Serde): string {
  const isNull = `${json} IS NULL OR json_type(${json}) = 'NULL'`;
  if (type.kind === 'value') return `(${isNull} OR ${value(json, type, serde)} IS NOT NULL)`;
  if (type.kind === 'struct') {
    const fields = type.fields.map(({ name, type: field }) =>
      fitsType(`(${json} -> ${literal(`$.${identifier(name)}`)})`, field, serde),
    );
    return `(${isNull} OR (json_type(${json}) = 'OBJECT' AND ${fields.join(' AND ')}))`;
  }
  const [kind, items, element] =
    type.kind === 'array'
      ? ['ARRAY', `TRY_CAST(${json} AS JSON[])`, type.element]
      : ['OBJECT', `map_values(TRY_CAST(${json} AS MAP(VARCHAR, JSON)))`, type.value];
  const all = `coalesce(list_bool_and(list_transform(${items}, lambda item: ${fitsType('item', element, serde)})), true)`;
  return `(${isNull} OR (json_type(${json}) = '${kind}' AND ${all}))`;
}

/** The value of the type, or null where it does not fit. */
function value(json: string, type: GlueType, serde: Serde): string {
  if (isTimestamp(type)) return `TRY(${timestamp(`(${json} ->> '$')`, serde)})`;
  if (type.kind === 'value' && type.sql === 'VARCHAR') return `(${json} ->> '$')`;
  return `TRY_CAST(${json} AS ${duckDbType(type)})`;
}

/**
 * A timestamp in UTC from text. OpenX takes `yyyy-MM-dd'T'HH:mm:ss[.S]'Z'`, `yyyy-[M]M-[d]d HH:mm:ss[.S]`, epoch seconds
 * (also with a fraction) and, from 13 digits on, epoch milliseconds; Hive's takes the second form only. Other offsets
 * than Z are no accepted form.
 * https://docs.aws.amazon.com/firehose/latest/dev/record-format-conversion.html#record-format-conversion-deserializer
 */
function timestamp(text: string, serde: Serde): string {
  const written = `contains(${text}, ':') AND NOT contains(${text}, '+') AND NOT contains(substr(${text}, 9), '-')`;
  const asWritten = `CAST(${text} AS TIMESTAMP)`;
  if (serde === 'hive') {
    const refused = `CAST('not a timestamp: ' || ${text} AS TIMESTAMP)`;
    return `CASE WHEN ${written} AND NOT contains(${text}, 'T') THEN ${asWritten} ELSE ${refused} END`;
  }
  const isMilliseconds = `length(${text}) >= 13 AND NOT contains(${text}, '.')`;
  return (
    `CASE WHEN ${written} THEN ${asWritten} ` +
    `WHEN ${isMilliseconds} THEN make_timestamp(CAST(${text} AS BIGINT) * 1000) ` +
    `ELSE make_timestamp(CAST(round(CAST(${text} AS DOUBLE) * 1000) AS BIGINT) * 1000) END`
  );
}
