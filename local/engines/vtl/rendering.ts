import type { Reference } from './ast.ts';
import type { Overrides } from './overrides.ts';
import type { VtlValue } from './values.ts';

/** A reference that had no value where the template asked for one. */
export interface Unresolved {
  /** As it stands in the template. */
  readonly text: string;
  readonly line: number;
  readonly column: number;
  /** For example `unknown method "foo" of a text` or `no value`. */
  readonly reason: string;
}

/** The state of one rendering. */
export interface Rendering {
  output: string;
  /** The variables by the number that compiling gave to each name. */
  readonly variables: (VtlValue | undefined)[];
  readonly overrides: Overrides;
  readonly onUnresolved: (unresolved: Unresolved) => void;
  /** The reference whose unknown method or property was reported last, so that printing it does not report it again. */
  reported: Reference | undefined;
}

export function reportUnresolved(rendering: Rendering, reference: Reference, reason: string): void {
  rendering.reported = reference;
  rendering.onUnresolved({ text: reference.text, ...reference.place, reason });
}
