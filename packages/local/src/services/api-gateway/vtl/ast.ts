import type { ArithmeticOperator } from './arithmetic.ts';
import type { VtlValue } from './values.ts';

export interface Place {
  readonly line: number;
  readonly column: number;
}

export type Statement =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'print'; readonly reference: Reference; readonly backslashes: number }
  | { readonly type: 'set'; readonly target: Reference; readonly value: Expression }
  | { readonly type: 'if'; readonly branches: readonly Branch[]; readonly otherwise: Block }
  | ForeachStatement
  | { readonly type: 'break' }
  | { readonly type: 'stop' };

export type Block = readonly Statement[];

export interface Branch {
  readonly condition: Expression;
  readonly body: Block;
}

export interface ForeachStatement {
  readonly type: 'foreach';
  readonly variable: string;
  readonly over: Expression;
  readonly body: Block;
  readonly place: Place;
}

export interface Reference {
  readonly type: 'reference';
  readonly root: string;
  readonly accessors: readonly Accessor[];
  readonly isQuiet: boolean;
  /** As it stands in the template, which is what an unresolved one prints. */
  readonly text: string;
  readonly place: Place;
}

export type Accessor =
  | { readonly type: 'property'; readonly name: string }
  | { readonly type: 'method'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly type: 'index'; readonly index: Expression };

export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';

export type Expression =
  | Reference
  | { readonly type: 'constant'; readonly value: VtlValue; readonly place: Place }
  | Interpolation
  | { readonly type: 'list'; readonly items: readonly Expression[] }
  | { readonly type: 'range'; readonly from: Expression; readonly to: Expression }
  | { readonly type: 'map'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly type: 'not'; readonly operand: Expression }
  | { readonly type: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | Comparison
  | Arithmetic;

/** A double-quoted string with references or directives in it, read when the template is. */
export interface Interpolation {
  readonly type: 'interpolation';
  readonly body: Block;
  readonly place: Place;
}

export interface Comparison {
  readonly type: 'comparison';
  readonly operator: ComparisonOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Arithmetic {
  readonly type: 'arithmetic';
  readonly operator: ArithmeticOperator;
  readonly left: Expression;
  readonly right: Expression;
}
