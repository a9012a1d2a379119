import type { Reference } from './ast.ts';
import type { Overrides } from './overrides.ts';
import type { VtlValue } from './values.ts';

/** What `$util.base64Encode` encodes where a template prints its result; `mark` stands in the output for each. */
export interface Blobs {
  readonly mark: string;
  readonly texts: string[];
}

/** A reference that had no value where the template asked for one. */
export interface Unresolved {
  /** As it stands in the template. */
  readonly text: string;
  readonly line: number;
  readonly column: number;
  /** For example `unknown method "foo" of a text` or `no value`. */
  readonly reason: string;
}

/** One of the texts that a concatenation joins. */
export type Part = (rendering: Rendering) => string;

/** What one concatenation made when it was last asked for in a rendering. */
export interface LastConcatenation {
  readonly texts: string[];
  /** The parts from here on, joined. */
  from: number;
  end: string;
}

/** The state of one rendering. */
export interface Rendering {
  output: string;
  /** Takes what `$util.base64Encode` prints to the output before it is encoded; undefined: it is encoded there. */
  blobs: Blobs | undefined;
  /** The variables by the number that compiling gave to each name. */
  readonly variables: (VtlValue | undefined)[];
  readonly overrides: Overrides;
  /** By the parts of each. They end with the rendering: what a client sent is not held any longer. */
  readonly concatenations: Map<readonly Part[], LastConcatenation>;
  readonly onUnresolved: (unresolved: Unresolved) => void;
  /** The reference whose unknown method or property was reported last, so that printing it does not report it again. */
  reported: Reference | undefined;
}

export function reportUnresolved(rendering: Rendering, reference: Reference, reason: string): void {
  rendering.reported = reference;
  rendering.onUnresolved({ text: reference.text, ...reference.place, reason });
}
