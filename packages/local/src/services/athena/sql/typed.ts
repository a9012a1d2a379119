import type { Position } from 'sql-dialects';
import type { SqlType } from './sql-type.ts';

/** A piece of DuckDB's SQL, safe to stand anywhere, with its type as far as the analysis knows it. */
export interface Typed {
  readonly sql: string;
  readonly type: SqlType | undefined;
}

/** An argument of a function; a lambda is printed once the types of its parameters are known. */
export interface Argument extends Typed, Position {
  /** The value of a literal string or number. */
  readonly constant?: string;
  readonly lambda?: Lambda;
}

/** Prints the lambda; `bindings` gives each parameter's SQL where it is not to be a parameter of DuckDB's lambda. */
export type Lambda = (parameterTypes: readonly (SqlType | undefined)[], bindings?: readonly string[]) => PrintedLambda;

export interface PrintedLambda extends Typed {
  readonly params: readonly string[];
}
