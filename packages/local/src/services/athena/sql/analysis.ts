import type { Expression, Name, Query } from 'sql-dialects';
import type { Column } from './column.ts';
import type { Scan, TableSchema } from './scan.ts';

/** What a name in FROM stands for. */
export type TableDefinition =
  | { readonly kind: 'table'; readonly schema: TableSchema }
  | {
      readonly kind: 'view';
      readonly database: string;
      readonly name: string;
      readonly query: Query;
      readonly columns: readonly string[];
    }
  | {
      readonly kind: 'rows';
      readonly database: string;
      readonly name: string;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  /** It cannot be read; the error is thrown when the query really names it. */
  | { readonly kind: 'error'; readonly error: Error };

/** What one analysis knows and gathers. */
export interface Analysis {
  /** The table of a name; single names are of the given database. */
  table(parts: readonly Name[], database: string): TableDefinition;
  /** The values of `?`. */
  readonly parameters: readonly Expression[];
  /** The moment of the query in milliseconds since the epoch. */
  readonly nowMs: number;
  readonly scans: Scan[];
  /** A name that no other part of the statement has. */
  fresh(prefix: string): string;
  /** Where the columns that an expression names are noted; by default they are marked as read at once. */
  note(column: Column): void;
  /** Notes the columns that `print` names instead of marking them. */
  noting<Item>(print: () => Item): { item: Item; columns: readonly Column[] };
}

export function newAnalysis(table: Analysis['table'], parameters: readonly Expression[], nowMs: number): Analysis {
  const used = new Map<string, number>();
  const scans: Scan[] = [];
  let noted: Column[] | undefined;
  return {
    table,
    parameters,
    nowMs,
    scans,
    fresh: (prefix) => {
      const number = (used.get(prefix) ?? 0) + 1;
      used.set(prefix, number);
      return `${prefix}${number}`;
    },
    note: (column) => {
      if (noted === undefined) column.use();
      else noted.push(column);
    },
    noting: (print) => {
      const outer = noted;
      const columns: Column[] = [];
      noted = columns;
      try {
        return { item: print(), columns };
      } finally {
        noted = outer;
      }
    },
  };
}
