import type { WindowSlices } from './window-slices.ts';

/** What is done with a micro-batch, in the order of the list; `output` is the temporary table that a step fills. */
export type Step = FilterStep | DeduplicationStep | WindowStep | GroupStep;

interface StepTables {
  readonly output: string;
  /** DDL of the output, a temporary table. */
  readonly createOutput: string;
  /** What fills the output if it has rows itself. */
  readonly input: string;
  /** Tables that outlive the process, by name, with their DDL. */
  readonly state: Readonly<Record<string, string>>;
}

export interface FilterStep extends StepTables {
  readonly kind: 'filter';
  readonly emit: string;
}

/** Parameters: `$now` and `$expired` (processing time, milliseconds since the epoch). */
export interface DeduplicationStep extends StepTables {
  readonly kind: 'deduplication';
  readonly createFresh: string;
  /** Fills the temporary table `fresh` with the first of each key that the state does not know. */
  readonly findFresh: string;
  readonly remember: string;
  readonly emit: string;
  readonly forget: string;
  readonly fresh: string;
}

/** Parameters of `accumulate`: `$closed`; of the others: `$closed` and `$closing`. */
export interface WindowStep extends StepTables {
  readonly kind: 'window';
  readonly slices: WindowSlices;
  /** Adds the micro-batch to the state, but for rows all of whose windows ended by `$closed`. */
  readonly accumulate: readonly string[];
  /** Fills the output with windows that end after `$closed`, by `$closing`. */
  readonly emit: string;
  /** Forgets slices that no window after `$closing` has. */
  readonly forget: readonly string[];
  /** Makes one row of each slice's (of what has been emitted: each longest window's) rows. */
  readonly compact: readonly string[];
  readonly stateRows: string;
}

/** Parameters: `$now` and `$expired` (processing time). */
export interface GroupStep extends StepTables {
  readonly kind: 'group';
  readonly parts: string;
  readonly createParts: string;
  readonly aggregate: string;
  readonly emit: string;
  readonly remember: readonly string[];
  readonly forget: string;
}
