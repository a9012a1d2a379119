import type { TokenReader, Words } from './parser/token-reader.ts';
import type { Position } from './sql-error.ts';
import type { Expression, IntervalUnit, Query } from './syntax/tree.ts';

/** How a dialect differs from the others in its expressions and queries. Each dialect parses its own statements. */
export interface Dialect extends Words {
  /** As messages call it. */
  readonly name: string;
  /** Types that can be cast to, in lower case; undefined: any name. */
  readonly typeNames: ReadonlySet<string> | undefined;
  /** Types whose literals are written `TYPE 'text'`. */
  readonly literalTypes: ReadonlySet<string>;
  /** What may follow `INTERVAL '1'`, in lower case. */
  readonly intervalUnits: Readonly<Record<string, IntervalUnit>>;
  /** By lower-case name. */
  readonly callForms: Readonly<Record<string, CallForm>>;
  readonly syntax: SyntaxOptions;
}

/** Reads a call whose arguments are separated by words (`CAST(x AS type)`); the next token is its name. */
export type CallForm = (parser: Parser, position: Position) => Expression;

export interface SyntaxOptions {
  /** `!=` means `<>`; otherwise it is refused. */
  readonly bangEquals: boolean;
  /** `x IS [NOT] TRUE | FALSE | UNKNOWN`. */
  readonly isTruth: boolean;
  /** `x -> x + 1`. */
  readonly lambdas: boolean;
  /** `FROM TABLE(name(…))`. */
  readonly tableFunctions: boolean;
  /** A type may end in NOT NULL. */
  readonly notNullTypes: boolean;
  /** Types are printed in upper case, and `ARRAY<t>` rather than `array(t)`. */
  readonly upperCaseTypes: boolean;
}

/** A cursor over a text that reads expressions and queries of its dialect. */
export interface Parser extends TokenReader {
  readonly dialect: Dialect;
  expression(): Expression;
  /** An expression without comparisons and logic. */
  sum(): Expression;
  query(): Query;
}
