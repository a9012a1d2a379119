import type { Query } from './sql/syntax.ts';
import { type Translation, translate } from './sql/translate.ts';
import type { StatementRun } from './statement-run.ts';
import { loadTables } from './tables/load-tables.ts';

/** Translates a query and makes the views that it reads. */
export async function prepareQuery(run: StatementRun, query: Query): Promise<Translation> {
  const { runtime, connection, caller, database, parameters } = run;
  const nowMs = runtime.clock.now();
  const tables = await loadTables(runtime.services, caller, query, database);
  const translation = translate({ query, database, parameters, nowMs, table: tables.find });
  let bytes = 0;
  for (const scan of translation.scans) {
    bytes += await run.reader.createView(connection, tables.tableOf(scan.table), scan, nowMs, caller);
  }
  run.planned(bytes);
  return translation;
}
