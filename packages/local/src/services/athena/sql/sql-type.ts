/** A type of Athena's SQL. `undefined` where one is expected means that the analysis does not know it. */
export type SqlType =
  | { readonly name: PlainTypeName }
  | { readonly name: 'varchar'; readonly length?: number }
  | { readonly name: 'decimal'; readonly precision: number; readonly scale: number }
  /** `zone`: with time zone. `at`: the zone that it was moved to, in which its value then is local time. */
  | { readonly name: 'timestamp'; readonly zone: boolean; readonly at?: string }
  | { readonly name: 'array'; readonly element: SqlType | undefined }
  | { readonly name: 'map'; readonly key: SqlType | undefined; readonly value: SqlType | undefined }
  | { readonly name: 'row'; readonly fields: readonly RowField[] };

export interface RowField {
  readonly name?: string;
  readonly type: SqlType | undefined;
}

export type PlainTypeName =
  | ('boolean' | 'tinyint' | 'smallint' | 'integer' | 'bigint' | 'real' | 'double' | 'char' | 'varbinary')
  | ('json' | 'date' | 'time' | 'uuid' | 'interval' | 'unknown');

export const plainTypeNames: readonly PlainTypeName[] = [
  ...(['boolean', 'tinyint', 'smallint', 'integer', 'bigint', 'real', 'double', 'char', 'varbinary'] as const),
  ...(['json', 'date', 'time', 'uuid', 'interval', 'unknown'] as const),
];

const plain = (name: PlainTypeName): SqlType => ({ name });

export const types = {
  boolean: plain('boolean'),
  integer: plain('integer'),
  bigint: plain('bigint'),
  real: plain('real'),
  double: plain('double'),
  varchar: { name: 'varchar' } as SqlType,
  varbinary: plain('varbinary'),
  json: plain('json'),
  date: plain('date'),
  interval: plain('interval'),
  unknown: plain('unknown'),
  timestamp: { name: 'timestamp', zone: false } as SqlType,
  instant: { name: 'timestamp', zone: true } as SqlType,
  array: (element: SqlType | undefined): SqlType => ({ name: 'array', element }),
  map: (key: SqlType | undefined, value: SqlType | undefined): SqlType => ({ name: 'map', key, value }),
};

const duckNames: Readonly<Partial<Record<SqlType['name'], string>>> = {
  integer: 'INTEGER',
  real: 'FLOAT',
  char: 'VARCHAR',
  varbinary: 'BLOB',
  unknown: 'INTEGER',
};

/** The type as DuckDB writes it. */
export function duckType(type: SqlType | undefined): string {
  if (type === undefined) return 'VARCHAR';
  switch (type.name) {
    case 'varchar':
      return 'VARCHAR';
    case 'decimal':
      return `DECIMAL(${type.precision},${type.scale})`;
    case 'timestamp':
      return type.zone ? 'TIMESTAMPTZ' : 'TIMESTAMP';
    case 'array':
      return `${duckType(type.element)}[]`;
    case 'map':
      return `MAP(${duckType(type.key)}, ${duckType(type.value)})`;
    case 'row':
      return `STRUCT(${type.fields.map(({ name, type: field }, index) => `${quoted(name ?? `field${index}`)} ${duckType(field)}`).join(', ')})`;
    default:
      return duckNames[type.name] ?? type.name.toUpperCase();
  }
}

/** The type as Athena writes it in messages and `typeof`. */
export function athenaType(type: SqlType | undefined): string {
  if (type === undefined) return 'unknown';
  switch (type.name) {
    case 'varchar':
      return type.length === undefined ? 'varchar' : `varchar(${type.length})`;
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'timestamp':
      return type.zone || type.at !== undefined ? 'timestamp(3) with time zone' : 'timestamp(3)';
    case 'array':
      return `array(${athenaType(type.element)})`;
    case 'map':
      return `map(${athenaType(type.key)}, ${athenaType(type.value)})`;
    case 'row':
      return `row(${type.fields.map(({ name, type: field }) => (name === undefined ? '' : `${name} `) + athenaType(field)).join(', ')})`;
    case 'interval':
      return 'interval day to second';
    default:
      return type.name;
  }
}

/** A DuckDB identifier. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A DuckDB string. */
export function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
