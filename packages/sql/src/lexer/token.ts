import type { Position } from '../sql-error.ts';

export type TokenKind =
  | ('word' | 'quoted')
  | ('string' | 'unicode' | 'binary')
  | ('integer' | 'decimal' | 'double')
  | ('symbol' | 'end');

export interface Token extends Position {
  readonly kind: TokenKind;
  /** Words in lower case, strings and quoted names without quotes. */
  readonly text: string;
  /** As written. */
  readonly source: string;
  /** Offset of the first character in the statement. */
  readonly start: number;
}
