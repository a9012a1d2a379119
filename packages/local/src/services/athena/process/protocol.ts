import type { ColumnInfo } from '../results/column-info.ts';
import type { TranslatedColumn } from '../sql/translate.ts';

/** What a query's process is told. `connection` is a number of the sender's choice. */
export type ToProcess =
  /** `plain`: with DuckDB's settings rather than Athena's. */
  | { readonly kind: 'connect'; readonly id: number; readonly connection: number; readonly plain: boolean }
  | { readonly kind: 'run'; readonly id: number; readonly connection: number; readonly sql: string }
  | {
      readonly kind: 'write';
      readonly id: number;
      readonly connection: number;
      readonly sql: string;
      readonly columns: readonly TranslatedColumn[];
      /** Where the rows go as Athena's CSV. */
      readonly path: string;
    }
  | { readonly kind: 'drop'; readonly id: number; readonly table: string }
  | { readonly kind: 'close'; readonly id: number; readonly connection: number }
  /** Interrupts every connection. Not answered. */
  | { readonly kind: 'interrupt' };

/** What it says. */
export type FromProcess =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly id: number; readonly value: Answer }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string }
  /** It has taken more memory than it may, and ends. */
  | { readonly kind: 'out_of_memory'; readonly bytes: number };

export interface Answer {
  readonly rows?: readonly (readonly Value[])[];
  readonly rowsChanged?: number;
  readonly columns?: readonly ColumnInfo[];
}

/** A value of DuckDB; those that are objects there are texts. */
export type Value = string | number | bigint | boolean | null;
