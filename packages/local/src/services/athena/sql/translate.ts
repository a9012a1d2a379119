import type { Expression, Name, Query } from 'sql-dialects';
import { newAnalysis, type TableDefinition } from './analysis.ts';
import { type PrintedQuery, printQuery } from './print-query.ts';
import type { Scan } from './scan.ts';
import { Scope } from './scope.ts';
import type { SqlType } from './sql-type.ts';

export interface Translation {
  /** DuckDB's SQL, which reads the views that the scans name. */
  readonly sql: string;
  readonly columns: readonly TranslatedColumn[];
  readonly scans: readonly Scan[];
  /** As in PrintedQuery: the columns are `c1`, `c2`, … here too. */
  readonly sortable: PrintedQuery['sortable'];
}

export interface TranslatedColumn {
  /** `_col0` and so on where the query gives none. */
  readonly name: string;
  readonly isNamed: boolean;
  readonly type: SqlType | undefined;
}

export interface TranslationInput {
  readonly query: Query;
  readonly database: string;
  readonly parameters: readonly Expression[];
  /** The moment that `now()` and its like give, in milliseconds since the epoch. */
  readonly nowMs: number;
  table(parts: readonly Name[], database: string): TableDefinition;
}

/** A query of Athena's as one of DuckDB's. Throws SqlError, worded as Athena does, for what it does not know. */
export function translate({ query, database, parameters, nowMs, table }: TranslationInput): Translation {
  const analysis = newAnalysis(table, parameters, nowMs);
  const empty = { lambdas: new Map(), windows: new Map(), ctes: new Map(), inTry: false };
  const printed = printQuery(query, { ...empty, analysis, scope: new Scope([]), database });
  for (const column of printed.columns) column.use();
  const columns = printed.columns.map(({ name, type }, index) => ({
    name: name ?? `_col${index}`,
    isNamed: name !== undefined,
    type,
  }));
  return { sql: printed.sql, columns, scans: analysis.scans, sortable: printed.sortable };
}
