import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { openDuckDb } from '../duckdb/open-duckdb.ts';
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

  /** A connection with Athena's functions. What it creates is temporary and its own. */
  async connect(): Promise<DuckDBConnection> {
    this.#instance ??= this.#open();
    const connection = await (await this.#instance).connect();
    for (const statement of [...settings, ...macros]) await connection.run(statement);
    return connection;
  }

  async #open(): Promise<DuckDBInstance> {
    const instance = await openDuckDb({ tempDirectory: this.#tempDirectory, memoryLimitMegabytes: 1024 });
    const connection = await instance.connect();
    registerFunctions(connection);
    connection.closeSync();
    return instance;
  }

  async close(): Promise<void> {
    (await this.#instance)?.closeSync();
    this.#instance = undefined;
  }
}
