import type { Position } from '../sql-error.ts';
import type { Name } from './name.ts';

/** A type as it is written: `varchar(10)`, `array(row(a bigint))`, `TIMESTAMP(3) WITH TIME ZONE`. */
export interface TypeName extends Position {
  /** Lower case. */
  readonly name: string;
  /** The numbers in parentheses. */
  readonly sizes: readonly number[];
  /** What an array, map or row is made of; the elements of a row may have names. */
  readonly elements: readonly TypeElement[];
  readonly timeZone?: 'with' | 'without' | 'local';
  readonly notNull: boolean;
}

export interface TypeElement {
  readonly name?: Name;
  readonly type: TypeName;
}
