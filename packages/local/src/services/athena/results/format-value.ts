import {
  DuckDBArrayType,
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBIntervalValue,
  DuckDBListType,
  DuckDBListValue,
  DuckDBMapType,
  DuckDBMapValue,
  DuckDBStructType,
  DuckDBStructValue,
  DuckDBTimeValue,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { SqlType } from '../sql/sql-type.ts';
import { javaDouble, javaFloat } from './java-numbers.ts';

/** A value as GetQueryResults prints it; NULL is undefined. */
export type ValueFormat = (value: DuckDBValue) => string | undefined;

/** How values of a column are printed: as Athena does, which is how Java prints Trino's values. */
export function valueFormat(type: DuckDBType, sqlType: SqlType | undefined): ValueFormat {
  const format = formatOf(type, sqlType);
  return (value) => (value === null ? undefined : format(value));
}

type Format = (value: DuckDBValue) => string;

function formatOf(type: DuckDBType, sqlType: SqlType | undefined): Format {
  if (type instanceof DuckDBListType || type instanceof DuckDBArrayType) {
    const element = nullable(formatOf(type.valueType, sqlType?.name === 'array' ? sqlType.element : undefined));
    return (value) => (value instanceof DuckDBListValue ? `[${value.items.map(element).join(', ')}]` : String(value));
  }
  if (type instanceof DuckDBMapType) {
    const [keyType, itemType] = sqlType?.name === 'map' ? [sqlType.key, sqlType.value] : [];
    const [key, item] = [nullable(formatOf(type.keyType, keyType)), nullable(formatOf(type.valueType, itemType))];
    return (value) => {
      if (!(value instanceof DuckDBMapValue)) return String(value);
      return `{${value.entries.map((entry) => `${key(entry.key)}=${item(entry.value)}`).join(', ')}}`;
    };
  }
  if (type instanceof DuckDBStructType) return formatOfStruct(type, sqlType);
  return scalarFormat(type, sqlType);
}

function formatOfStruct(type: DuckDBStructType, sqlType: SqlType | undefined): Format {
  const fields = sqlType?.name === 'row' ? sqlType.fields : [];
  const formats = type.entryTypes.map((entry, index) => nullable(formatOf(entry, fields[index]?.type)));
  return (value) => {
    if (!(value instanceof DuckDBStructValue)) return String(value);
    const items = type.entryNames.map((name, index) => {
      const shown = name === '' ? `field${index}` : name;
      return `${shown}=${formats[index]?.(value.entries[name] ?? null)}`;
    });
    return `{${items.join(', ')}}`;
  };
}

function nullable(format: Format): Format {
  return (value) => (value === null ? 'null' : format(value));
}

function scalarFormat(type: DuckDBType, sqlType: SqlType | undefined): Format {
  switch (type.typeId) {
    case DuckDBTypeId.DOUBLE:
      return (value) => javaDouble(Number(value));
    case DuckDBTypeId.FLOAT:
      return (value) => javaFloat(Number(value));
    case DuckDBTypeId.DATE:
      return (value) => (value instanceof DuckDBDateValue ? dateText(value.days) : String(value));
    case DuckDBTypeId.TIMESTAMP:
    case DuckDBTypeId.TIMESTAMP_TZ: {
      const zone =
        type.typeId === DuckDBTypeId.TIMESTAMP_TZ ? 'UTC' : sqlType?.name === 'timestamp' ? sqlType.at : undefined;
      const suffix = zone === undefined ? '' : ` ${zone}`;
      return (value) => timestampText(microsOf(value)) + suffix;
    }
    case DuckDBTypeId.TIME:
      return (value) => (value instanceof DuckDBTimeValue ? timestampText(value.micros).slice(11) : String(value));
    case DuckDBTypeId.BLOB:
      return (value) => (value instanceof DuckDBBlobValue ? hexText(value.bytes) : String(value));
    case DuckDBTypeId.INTERVAL:
      return (value) => (value instanceof DuckDBIntervalValue ? intervalText(value) : String(value));
    default:
      return (value) => String(value);
  }
}

function microsOf(value: DuckDBValue): bigint {
  if (typeof value === 'object' && value !== null && 'micros' in value && typeof value.micros === 'bigint')
    return value.micros;
  throw new Error(`not a time: ${value}`);
}

function timestampText(micros: bigint): string {
  // Rounded down, as Trino's division of negative numbers by the floor.
  const milliseconds = micros >= 0n ? micros / 1000n : (micros - 999n) / 1000n;
  return new Date(Number(milliseconds)).toISOString().replace('T', ' ').replace('Z', '');
}

function dateText(days: number): string {
  return new Date(days * 86_400_000).toISOString().replace(/T.*/, '');
}

function hexText(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** Months, or days and time: `1-2`, `2 03:04:05.678`. */
function intervalText({ months, days, micros }: DuckDBIntervalValue): string {
  if (months !== 0 && days === 0 && micros === 0n) {
    const size = Math.abs(months);
    return `${months < 0 ? '-' : ''}${Math.floor(size / 12)}-${size % 12}`;
  }
  const total = BigInt(months) * 30n * 86_400_000n + BigInt(days) * 86_400_000n + micros / 1000n;
  const size = total < 0n ? -total : total;
  const time = new Date(Number(size % 86_400_000n)).toISOString().slice(11, 23);
  return `${total < 0n ? '-' : ''}${size / 86_400_000n} ${time}`;
}
