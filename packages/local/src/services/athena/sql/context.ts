import type { Name, Query, Window } from 'sql-dialects';
import type { Analysis } from './analysis.ts';
import type { Scope } from './scope.ts';
import type { SqlType } from './sql-type.ts';

/** Where an expression stands. */
export interface Context {
  readonly analysis: Analysis;
  readonly scope: Scope;
  /** The database of tables without one. */
  readonly database: string;
  readonly ctes: CommonTables;
  /** Parameters of the lambdas around, by their lower-case name. */
  readonly lambdas: ReadonlyMap<string, { readonly sql: string; readonly type: SqlType | undefined }>;
  /** Windows of the WINDOW clause. */
  readonly windows: ReadonlyMap<string, Window>;
  /** Inside TRY: what would fail is NULL. */
  readonly inTry: boolean;
}

/** WITH queries that can be named, each with those that it can name itself. */
export type CommonTables = ReadonlyMap<string, CommonTable>;

export interface CommonTable {
  readonly query: Query;
  readonly columns: readonly Name[];
  readonly visible: CommonTables;
  readonly database: string;
}
