import { DuckDBDecimalType, type DuckDBType, DuckDBTypeId } from '@duckdb/node-api';
import type { SqlType } from '../sql/sql-type.ts';

/** https://docs.aws.amazon.com/athena/latest/APIReference/API_ColumnInfo.html */
export interface ColumnInfo {
  readonly CatalogName: string;
  readonly SchemaName: string;
  readonly TableName: string;
  readonly Name: string;
  readonly Label: string;
  readonly Type: string;
  readonly Precision: number;
  readonly Scale: number;
  readonly Nullable: 'UNKNOWN';
  readonly CaseSensitive: boolean;
}

const precisions: Readonly<Record<string, number>> = {
  varchar: 2_147_483_647,
  varbinary: 1_073_741_824,
  tinyint: 3,
  smallint: 5,
  integer: 10,
  bigint: 19,
  float: 17,
  double: 17,
  timestamp: 3,
  'timestamp with time zone': 3,
};

/** Names that differ from those of the SQL: https://docs.aws.amazon.com/athena/latest/ug/data-types.html */
const apiNames: Readonly<Partial<Record<SqlType['name'], string>>> = {
  real: 'float',
  interval: 'interval day to second',
};

/** What the results say of a column: by the type that the analysis found, otherwise by that of DuckDB. */
export function columnInfo(name: string, duckType: DuckDBType, sqlType: SqlType | undefined): ColumnInfo {
  const type = sqlType === undefined ? typeOfDuck(duckType) : typeOfSql(sqlType);
  const decimal =
    sqlType?.name === 'decimal'
      ? sqlType
      : duckType instanceof DuckDBDecimalType
        ? { precision: duckType.width, scale: duckType.scale }
        : undefined;
  const isDecimal = type === 'decimal';
  return {
    CatalogName: 'hive',
    SchemaName: '',
    TableName: '',
    Name: name,
    Label: name,
    Type: type,
    Precision: isDecimal ? (decimal?.precision ?? 38) : (precisions[type] ?? 0),
    Scale: isDecimal ? (decimal?.scale ?? 0) : 0,
    Nullable: 'UNKNOWN',
    CaseSensitive: type === 'varchar' || type === 'char',
  };
}

/** A column of texts, as SHOW and DESCRIBE give. */
export function textColumn(name: string): ColumnInfo {
  return {
    ...{ CatalogName: 'hive', SchemaName: '', TableName: '', Name: name, Label: name, Type: 'string' },
    ...{ Precision: 0, Scale: 0, Nullable: 'UNKNOWN', CaseSensitive: false },
  };
}

function typeOfSql(type: SqlType): string {
  if (type.name === 'timestamp') return type.zone || type.at !== undefined ? 'timestamp with time zone' : 'timestamp';
  return apiNames[type.name] ?? type.name;
}

function typeOfDuck(type: DuckDBType): string {
  if (type.alias === 'JSON') return 'json';
  return duckNames[type.typeId] ?? 'varchar';
}

const duckNames: Readonly<Partial<Record<DuckDBTypeId, string>>> = {
  [DuckDBTypeId.BOOLEAN]: 'boolean',
  [DuckDBTypeId.TINYINT]: 'tinyint',
  [DuckDBTypeId.SMALLINT]: 'smallint',
  [DuckDBTypeId.INTEGER]: 'integer',
  [DuckDBTypeId.BIGINT]: 'bigint',
  [DuckDBTypeId.UBIGINT]: 'bigint',
  [DuckDBTypeId.HUGEINT]: 'bigint',
  [DuckDBTypeId.FLOAT]: 'float',
  [DuckDBTypeId.DOUBLE]: 'double',
  [DuckDBTypeId.DECIMAL]: 'decimal',
  [DuckDBTypeId.DATE]: 'date',
  [DuckDBTypeId.TIME]: 'time',
  [DuckDBTypeId.TIMESTAMP]: 'timestamp',
  [DuckDBTypeId.TIMESTAMP_TZ]: 'timestamp with time zone',
  [DuckDBTypeId.BLOB]: 'varbinary',
  [DuckDBTypeId.LIST]: 'array',
  [DuckDBTypeId.MAP]: 'map',
  [DuckDBTypeId.STRUCT]: 'row',
  [DuckDBTypeId.INTERVAL]: 'interval day to second',
};
