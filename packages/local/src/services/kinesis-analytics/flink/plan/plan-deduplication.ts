import { ordinalColumn } from './names.ts';
import { type Column, columnDefinitions, hiddenOf, type Numbering, type Relation } from './relation.ts';
import type { DeduplicationStep } from './steps.ts';
import { quotedName } from './typed.ts';

/**
 * The first of equal rows in the order in which they come (`ROW_NUMBER() … ORDER BY a processing time ASC` = 1), for as
 * long as its key is remembered. A key is known by 128 bits of its hash.
 * https://nightlies.apache.org/flink/flink-docs-release-1.20/docs/dev/table/sql/queries/deduplication/
 */
export class Deduplication implements Relation {
  readonly columns: readonly Column[];
  readonly step: string;
  readonly window = undefined;
  readonly isAggregated = false;
  readonly numbering = undefined;
  readonly #input: Relation;
  readonly #numbering: Numbering;
  readonly #stateName: string;
  readonly #needed = new Set<string>();

  constructor(input: Relation, numbering: Numbering, step: string) {
    this.#input = input;
    this.#numbering = numbering;
    // Named by its keys only: what else is selected may change without forgetting what was seen.
    this.#stateName = `deduplication_${numbering.partitionBy.join('_')}`;
    this.step = step;
    this.columns = input.columns;
  }

  print(needed: ReadonlySet<string>): string {
    const items = [...needed].map((name) => {
      if (name === this.#numbering.name) return `1 AS ${quotedName(name)}`;
      this.#needed.add(name);
      return quotedName(name);
    });
    return `SELECT ${items.join(', ') || '1'} FROM ${quotedName(this.step)}`;
  }

  /** To be called when everything that reads this has been printed. */
  finish(taken: Set<string>): DeduplicationStep {
    const input = this.#input;
    const { partitionBy } = this.#numbering;
    const columns = [...this.#needed].filter((name) => name !== ordinalColumn);
    const needed = new Set([...columns, ordinalColumn]);
    if (taken.has(this.#stateName)) throw new Error('two deduplications by the same columns are not supported here');
    taken.add(this.#stateName);
    const [fresh, output, state] = [`${this.step}$fresh`, this.step, this.#stateName].map(quotedName);
    const ordinal = quotedName(ordinalColumn);
    // Lengths tell ('ab', 'c') from ('a', 'bc'), and what is null from what is empty.
    const key = partitionBy
      .map((name) => `CAST(${quotedName(name)} AS VARCHAR)`)
      .map((column) => `coalesce(length(${column}) || ':' || ${column}, '-')`)
      .join(` || `);
    return {
      kind: 'deduplication',
      input: input.step,
      output: this.step,
      createOutput: `CREATE TEMP TABLE ${output} (${columnDefinitions(this, needed)})`,
      fresh: `${this.step}$fresh`,
      createFresh: `CREATE TEMP TABLE ${fresh} (key UHUGEINT, place BIGINT)`,
      state: { [this.#stateName]: `CREATE TABLE ${state} (key UHUGEINT NOT NULL, seen BIGINT NOT NULL)` },
      findFresh:
        `INSERT INTO ${fresh} SELECT keyed.key, min(keyed.${ordinal}) FROM ` +
        `(SELECT md5_number(${key}) AS key, ${ordinal} FROM (${input.print(new Set([...partitionBy, ...hiddenOf(needed)]))})) AS keyed ` +
        `ANTI JOIN (SELECT key FROM ${state} WHERE seen > $expired) AS known ON keyed.key = known.key GROUP BY keyed.key`,
      remember: `INSERT INTO ${state} SELECT key, $now FROM ${fresh}`,
      emit:
        `INSERT INTO ${output} SELECT ${[...needed].map(quotedName).join(', ')} FROM (${input.print(needed)}) ` +
        `WHERE ${ordinal} IN (SELECT place FROM ${fresh})`,
      forget: `DELETE FROM ${state} WHERE seen <= $expired`,
    };
  }
}
