import type { ColumnInfo } from '../results/column-info.ts';
import type { Translation } from '../sql/translate.ts';
import type { Value } from './protocol.ts';

/** A connection to the DuckDB that a query runs on. */
export interface QueryConnection {
  run(sql: string): Promise<QueryResult>;
  /** Writes the rows, as they come, to a file in Athena's CSV. Returns their columns. */
  write(translation: Pick<Translation, 'sql' | 'columns'>, path: string): Promise<readonly ColumnInfo[]>;
}

export interface QueryResult {
  readonly rowsChanged: number;
  readonly rows: readonly (readonly Value[])[];
}
