import type { Aggregate } from './functions.ts';
import type { Column } from './relation.ts';
import type { Typed } from './typed.ts';

/** What a GROUP BY computes, for the steps that do it. */
export interface Grouping {
  readonly step: string;
  readonly inputStep: string;
  readonly keys: readonly Column[];
  /** SQL of the keys over `from`. */
  readonly keyValues: readonly string[];
  readonly aggregates: readonly (Aggregate & { readonly name: string })[];
  /** COUNT(DISTINCT …): SQL of the values over `from`. */
  readonly distincts: readonly { readonly name: string; readonly value: Typed }[];
  /** A query of DuckDB. */
  readonly from: string;
  /** Names state: the same for the same computation, whatever else the job has. */
  readonly fingerprint: string;
}
