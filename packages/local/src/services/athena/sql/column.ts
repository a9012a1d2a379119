import type { Scan } from './scan.ts';
import type { SqlType } from './sql-type.ts';

/** A column that an expression can name. */
export interface Column {
  /** As it is shown, and compared without regard to case. Undefined: it has none and cannot be named. */
  readonly name: string | undefined;
  /** How DuckDB's SQL names it. */
  readonly sql: string;
  readonly type: SqlType | undefined;
  /** The partition columns whose values it has, one for each scan that it comes from. */
  readonly partitions: readonly PartitionColumn[];
  /** Not part of `*` (`"$path"`). */
  readonly hidden?: boolean;
  /** Marks what the column is made of as read. */
  use(): void;
}

export interface PartitionColumn {
  readonly scan: Scan;
  readonly name: string;
}
