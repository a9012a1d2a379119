import { athenaType, type SqlType } from '../sql/sql-type.ts';

const named: Readonly<Partial<Record<SqlType['name'], string>>> = {
  boolean: 'boolean',
  tinyint: 'tinyint',
  smallint: 'smallint',
  integer: 'int',
  bigint: 'bigint',
  real: 'float',
  double: 'double',
  varbinary: 'binary',
  date: 'date',
};

/** The type of a column as the Glue catalog writes it. Throws for types that no Hive table can have, as Athena does. */
export function hiveTypeName(type: SqlType): string {
  switch (type.name) {
    case 'varchar':
      return type.length === undefined ? 'string' : `varchar(${type.length})`;
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'timestamp':
      if (type.zone || type.at !== undefined) throw unsupported(type);
      return 'timestamp';
    case 'array':
      return `array<${nested(type.element)}>`;
    case 'map':
      return `map<${nested(type.key)},${nested(type.value)}>`;
    case 'row':
      return `struct<${type.fields.map(({ name, type: field }, index) => `${name ?? `field${index}`}:${nested(field)}`).join(',')}>`;
    default: {
      const name = named[type.name];
      if (name === undefined) throw unsupported(type);
      return name;
    }
  }
}

function nested(type: SqlType | undefined): string {
  return hiveTypeName(type ?? { name: 'unknown' });
}

function unsupported(type: SqlType): Error {
  return new Error(`NOT_SUPPORTED: Unsupported Hive type: ${athenaType(type)}`);
}
