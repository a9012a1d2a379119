import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { openDuckDb } from '../../duckdb/open-duckdb.ts';
import { registerFunctions } from './sql/javascript-functions.ts';
import { macros } from './sql/macros.ts';

/** Session settings under which DuckDB computes as Trino does. */
const settings = [
  'SET ieee_floating_point_ops = true',
  "SET default_null_order = 'nulls_last'",
  'SET enable_progress_bar = false',
];

/** The DuckDB that queries run on: opened with the first one, a connection of its own for each. */
export class QueryDatabase {
  readonly #tempDirectory: string;
  #instance: Promise<DuckDBInstance> | undefined;

  constructor(tempDirectory: string) {
    this.#tempDirectory = tempDirectory;
  }

  /** A connection that computes as Athena does. What a query creates on it is temporary and its own. */
  async connect(): Promise<DuckDBConnection> {
    const connection = await this.connectPlainly();
    await connection.run(settings.join(';'));
    return connection;
  }

  /** A connection as DuckDB has it, for what does not come from a query. */
  async connectPlainly(): Promise<DuckDBConnection> {
    this.#instance ??= this.#open();
    return (await this.#instance).connect();
  }

  /** Drops a table that is not temporary, whatever became of the connection that made it. */
  async drop(table: string): Promise<void> {
    const connection = await this.connectPlainly();
    try {
      await connection.run(`DROP TABLE IF EXISTS ${table}`);
    } finally {
      connection.closeSync();
    }
  }

  async #open(): Promise<DuckDBInstance> {
    const instance = await openDuckDb({ tempDirectory: this.#tempDirectory, memoryLimitMegabytes: 1024 });
    const connection = await instance.connect();
    registerFunctions(connection);
    for (const macro of macros) await connection.run(macro);
    connection.closeSync();
    return instance;
  }

  async close(): Promise<void> {
    (await this.#instance)?.closeSync();
    this.#instance = undefined;
  }
}
