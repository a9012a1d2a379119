import type { Dialect } from '../dialect.ts';
import type { Expression, Query } from '../syntax/tree.ts';

/** What the parts of a tree are printed with: a dialect, and the printers of what they contain. */
export interface Printer {
  readonly dialect: Dialect;
  /** An expression that binds at least as tightly as `atLeast`, in parentheses if it does not. */
  expression(expression: Expression, atLeast?: number): string;
  query(query: Query): string;
}
