import type { Expression } from 'sql-dialects';
import type { Statement } from 'sql-dialects/trino';
import type { Runtime } from '../../runtime.ts';
import type { Principal } from '../../service.ts';
import type { ObjectStore } from '../s3/object-store.ts';
import type { QueryConnection } from './process/query-connection.ts';
import type { TableReader } from './tables/create-view.ts';

/** One statement as it is run, and what it may use. */
export interface StatementRun {
  /** Of the execution. */
  readonly id: string;
  readonly runtime: Runtime;
  readonly reader: TableReader;
  readonly store: ObjectStore;
  readonly connection: QueryConnection;
  readonly caller: Principal;
  readonly statement: Statement;
  readonly database: string;
  readonly parameters: readonly Expression[];
  /** Absolute path of the file for the results. */
  readonly file: string;
  /** Where the results go: `s3://…`. */
  readonly outputLocation: string;
  /** One more connection to the same database, which is interrupted and closed along with the first; without its views. */
  connect(): Promise<QueryConnection>;
  /** Drops a table that all these connections see; also when they were interrupted. */
  drop(table: string): Promise<void>;
  /** Called when it is known how many bytes are to be read, before they are; throws to stop. */
  planned(bytes: number): void;
  /** Called when the list of what a statement writes is in S3. */
  manifest(location: string): void;
  /** Throws when the execution was stopped. */
  checkStopped(): void;
}
