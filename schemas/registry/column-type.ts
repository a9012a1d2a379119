import { readFileSync } from 'node:fs';
import type { PropertySchema } from './event-registry.ts';
import { type Engine, readColumns } from './read-columns.ts';

/** What kind of column a property has. `text`: a string as it is, anything else as JSON. */
export type ColumnType = 'text' | 'bigint' | 'double' | 'boolean' | `decimal(18,${number})`;

const columnsFile = new URL('../columns.yaml', import.meta.url);

/** Of a typed view, beside the event's own: the envelope's columns and the day. */
const takenNames = new Set([
  ...readColumns(readFileSync(columnsFile, 'utf8')).events.map(({ name }) => name),
  'event_date',
]);

/**
 * The column of a property. In lower case, so that `levelId` can be written in SQL as in the event: Athena reads names
 * that way. A property that is called like a column of the envelope has `data_` before its name.
 */
export function columnName(property: string): string {
  const name = property.toLowerCase();
  return takenNames.has(name) ? `data_${name}` : name;
}

/** `null` in a list of types says nothing about the column: every column may be NULL. */
export function columnType({ type, decimals }: PropertySchema): ColumnType {
  const types = typeof type === 'string' ? [type] : type.filter((one) => one !== 'null');
  const [only, ...others] = types;
  if (others.length > 0) return 'text';
  if (only === 'integer') return 'bigint';
  if (only === 'number') return decimals === undefined ? 'double' : `decimal(18,${decimals})`;
  return only === 'boolean' ? 'boolean' : 'text';
}

/** The type in each engine's words. An event need not have the property: ClickHouse must be told. */
export function engineTypes(type: ColumnType): Readonly<Record<Engine, string>> {
  switch (type) {
    case 'text':
      return { glue: 'string', clickhouse: 'Nullable(String)', redshift: 'VARCHAR(65535)', flink: 'STRING' };
    case 'bigint':
      return { glue: 'bigint', clickhouse: 'Nullable(Int64)', redshift: 'BIGINT', flink: 'BIGINT' };
    case 'double':
      return { glue: 'double', clickhouse: 'Nullable(Float64)', redshift: 'DOUBLE PRECISION', flink: 'DOUBLE' };
    case 'boolean':
      return { glue: 'boolean', clickhouse: 'Nullable(Bool)', redshift: 'BOOLEAN', flink: 'BOOLEAN' };
    default: {
      const [, decimals = '0'] = /,(\d+)/.exec(type) ?? [];
      const decimal = `DECIMAL(18, ${decimals})`;
      return { glue: type, clickhouse: `Nullable(Decimal(18, ${decimals}))`, redshift: decimal, flink: decimal };
    }
  }
}
