import type { SqlType } from './sql-type.ts';

/** A table as the analysis needs it. */
export interface TableSchema {
  readonly database: string;
  readonly name: string;
  readonly columns: readonly SchemaColumn[];
  readonly partitionKeys: readonly SchemaColumn[];
}

export interface SchemaColumn {
  /** Lower case. */
  readonly name: string;
  readonly type: SqlType;
}

/** One place of a query where a table is read. The SQL names it by `view`, which stands for what is then to be read. */
export interface Scan {
  readonly view: string;
  readonly table: TableSchema;
  /** The columns and partition keys that are read, and `$path`. */
  readonly used: Set<string>;
  /** Conditions on partition keys alone that every row which is needed meets. */
  readonly filters: KeyFilter[];
}

export interface KeyFilter {
  /** In DuckDB's SQL. */
  readonly sql: string;
  /** The partition keys that it speaks of. */
  readonly keys: ReadonlySet<string>;
}
