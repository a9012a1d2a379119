import type { Query } from 'sql-dialects';
import { type Translation, translate } from './sql/translate.ts';
import type { StatementRun } from './statement-run.ts';
import { Listings } from './tables/list-files.ts';
import { type LoadedTables, loadTables } from './tables/load-tables.ts';
import { RegisteredPartitions } from './tables/registered-partitions.ts';

/** Translates a query and makes the views that it reads. */
export async function prepareQuery(run: StatementRun, query: Query): Promise<Translation> {
  const { runtime, connection, caller } = run;
  const { translation, tables, nowMs } = await translateQuery(run, query);
  const registered = new RegisteredPartitions(runtime.services, caller);
  const listings = new Listings(run.store, runtime.services, caller);
  let bytes = 0;
  for (const scan of translation.scans) {
    const table = tables.tableOf(scan.table);
    bytes += await run.reader.createView(connection, table, scan, nowMs, caller, registered, listings);
  }
  run.planned(bytes);
  return translation;
}

export interface TranslatedQuery {
  readonly translation: Translation;
  readonly tables: LoadedTables;
  /** The moment of the query. */
  readonly nowMs: number;
}

/** Translates a query, reading the catalog and no data. */
export async function translateQuery(run: StatementRun, query: Query): Promise<TranslatedQuery> {
  const { runtime, caller, database, parameters } = run;
  const nowMs = runtime.clock.now();
  const tables = await loadTables(runtime.services, caller, query, database);
  return { translation: translate({ query, database, parameters, nowMs, table: tables.find }), tables, nowMs };
}
