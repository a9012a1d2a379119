import type { Block, Expression } from './ast.ts';
import type { Rendering } from './rendering.ts';
import type { VtlValue } from './values.ts';

/** How a statement ended: `break` leaves the loop, `stop` the whole template. */
export type Outcome = 'next' | 'break' | 'stop';

export type Run = (rendering: Rendering) => Outcome;

export type Evaluate = (rendering: Rendering) => VtlValue;

/** Compiles what stands inside what is being compiled: expressions hold strings with blocks, blocks hold expressions. */
export interface Compiler {
  /** The number of a variable in renderings. */
  number(name: string): number;
  expression(expression: Expression): Evaluate;
  block(block: Block): Run;
  /** A double-quoted string. */
  interpolation(body: Block): Evaluate;
}
