import type { FlinkType } from '../job/flink-type.ts';

/** An expression of DuckDB with the type that Flink gives it. */
export interface Typed {
  readonly sql: string;
  readonly type: FlinkType;
}

export function quotedName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quotedText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** DuckDB's type for a column of it. Both kinds of timestamps are UTC there. */
export function duckType(type: FlinkType): string {
  switch (type.kind) {
    case 'STRING':
      return 'VARCHAR';
    case 'BYTES':
      return 'BLOB';
    case 'INT':
      return 'INTEGER';
    case 'DECIMAL':
      return `DECIMAL(${type.precision}, ${type.scale})`;
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return 'TIMESTAMP';
    case 'NULL':
      return 'VARCHAR';
    case 'ROW':
      throw new Error('a ROW has no column of its own');
    default:
      return type.kind;
  }
}
