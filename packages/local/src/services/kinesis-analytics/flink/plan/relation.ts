import { FlinkSqlError } from '../job/flink-sql-error.ts';
import type { FlinkType } from '../job/flink-type.ts';
import { hiddenColumns } from './names.ts';
import type { Scope } from './translate-expression.ts';
import { duckType, quotedName } from './typed.ts';
import type { WindowSlices } from './window-slices.ts';

/** What a column is beside its type. */
export type ColumnRole = 'window_start' | 'window_end' | 'window_time' | 'processing_time' | 'event_time';

export interface Column {
  readonly name: string;
  readonly type: FlinkType;
  readonly role?: ColumnRole;
}

/** What a window function gave rows that no aggregation has taken up yet. */
export interface OpenWindow {
  readonly slices: WindowSlices;
  readonly line: number;
}

/** Rows that a query gives, and how DuckDB gets them. */
export interface Relation {
  readonly columns: readonly Column[];
  /** The step whose rows these are made of, one by one: there are none when that has none. */
  readonly step: string;
  readonly window: OpenWindow | undefined;
  /** The rows come out of a GROUP BY. */
  readonly isAggregated: boolean;
  /** Set for rows with a number that a filter is still missing for. */
  readonly numbering: Numbering | undefined;
  /**
   * A query of DuckDB with the columns `needed` and no others. A member of a ROW is a column named `row.member`. Hidden
   * columns can be asked for as well.
   */
  print(needed: ReadonlySet<string>): string;
}

/** `ROW_NUMBER() OVER (PARTITION BY … ORDER BY …) AS name`. */
export interface Numbering {
  readonly name: string;
  /** Columns of the numbered rows. */
  readonly partitionBy: readonly string[];
  readonly line: number;
}

/** The names that a relation's columns go by, with what is used of them. */
export class RelationScope implements Scope {
  readonly used = new Set<string>();
  readonly #relation: Relation;
  readonly #alias: string | undefined;

  constructor(relation: Relation, alias: string | undefined) {
    this.#relation = relation;
    this.#alias = alias;
  }

  column(path: readonly string[], line: number) {
    const { column, member } = this.find(path, line);
    if (member === undefined) {
      this.used.add(column.name);
      return { sql: quotedName(column.name), type: column.type };
    }
    const type = column.type.kind === 'ROW' ? column.type.fields[member] : undefined;
    if (!type) throw new FlinkSqlError(`there is no ${path.join('.')}`, line);
    const name = `${column.name}.${member}`;
    this.used.add(name);
    return { sql: quotedName(name), type };
  }

  /** The column that a path names, and the member of it, if it names one. */
  find(path: readonly string[], line: number): { column: Column; member: string | undefined } {
    const names = path.length > 1 && path[0] === this.#alias ? path.slice(1) : path;
    const [name = '', member, ...others] = names;
    const column = this.#relation.columns.find((candidate) => candidate.name === name);
    if (!column || others.length > 0 || (member !== undefined && column.type.kind !== 'ROW')) {
      const known = this.#relation.columns.map((candidate) => candidate.name).join(', ');
      throw new FlinkSqlError(`there is no column ${path.join('.')}; there are ${known}`, line);
    }
    return { column, member };
  }
}

export function hiddenOf(needed: ReadonlySet<string>): string[] {
  return hiddenColumns.filter((name) => needed.has(name));
}

/** The rows of a relation whose step has a table of its own, which the step fills. */
export function selectFromStep({ step }: Relation, needed: ReadonlySet<string>): string {
  return `SELECT ${[...needed].map(quotedName).join(', ') || '1'} FROM ${quotedName(step)}`;
}

/** `name type, …` for a table of columns that `print` can be asked for. */
export function columnDefinitions({ columns }: Relation, names: ReadonlySet<string>): string {
  return [...names].map((name) => `${quotedName(name)} ${duckType(typeOfColumn(columns, name))}`).join(', ');
}

function typeOfColumn(columns: readonly Column[], name: string): FlinkType {
  if (hiddenColumns.includes(name)) return { kind: 'BIGINT' };
  const [columnName, member] = name.split('.');
  const type = columns.find((column) => column.name === columnName)?.type;
  const memberType = type?.kind === 'ROW' ? type.fields[member ?? ''] : type;
  if (!memberType) throw new Error(`${name} is no column of these rows`);
  return memberType;
}
