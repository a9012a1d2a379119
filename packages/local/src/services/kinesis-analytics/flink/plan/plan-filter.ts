import { type Column, columnDefinitions, type OpenWindow, type Relation, selectFromStep } from './relation.ts';
import type { FilterStep } from './steps.ts';
import { quotedName } from './typed.ts';

/**
 * A view that tells rows apart by the watermark, computed once for each micro-batch however many read it; where it has
 * no rows, what follows is not run. Every metric asks for late rows, and there are few.
 */
export class Filter implements Relation {
  readonly columns: readonly Column[];
  readonly step: string;
  readonly window: OpenWindow | undefined;
  readonly isAggregated: boolean;
  readonly numbering = undefined;
  readonly #input: Relation;
  readonly #needed = new Set<string>();

  constructor(input: Relation, view: string) {
    this.#input = input;
    // Names the state of what reads it, and so must not change with what else the job has.
    this.step = `${view}$rows`;
    this.columns = input.columns;
    this.window = input.window;
    this.isAggregated = input.isAggregated;
  }

  print(needed: ReadonlySet<string>): string {
    for (const name of needed) this.#needed.add(name);
    return selectFromStep(this, needed);
  }

  /** To be called when everything that reads this has been printed. */
  finish(): FilterStep {
    const output = quotedName(this.step);
    return {
      kind: 'filter',
      input: this.#input.step,
      output: this.step,
      // A table has a column, also where only the number of its rows is wanted.
      createOutput: `CREATE TEMP TABLE ${output} (${columnDefinitions(this, this.#needed) || 'row INTEGER'})`,
      state: {},
      emit: `INSERT INTO ${output} ${this.#input.print(this.#needed)}`,
    };
  }
}
