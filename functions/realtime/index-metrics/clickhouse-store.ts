import type { CheckTables } from '../clickhouse/check-tables.ts';
import { StoreFailure } from '../clickhouse/failure.ts';
import { insertRows } from '../clickhouse/insert-rows.ts';
import type { ClickHouseServer } from '../clickhouse/server.ts';
import { rawMetrics } from '../clickhouse/tables.ts';
import type { MetricStore } from './metric-store.ts';

export interface ClickHouseStoreOptions {
  readonly server: Pick<ClickHouseServer, 'insert'>;
  readonly checkTables: CheckTables;
}

/**
 * Rows of raw_metrics, each the JSON that came with the time of arrival as its version: of the rows with one id the table
 * keeps the latest, so that a row that comes again changes nothing.
 */
export function clickHouseStore({ server, checkTables }: ClickHouseStoreOptions): MetricStore {
  return {
    name: 'clickhouse',
    check: () =>
      checkTables().catch((error: unknown) => {
        // Of a server that is not reached, or lets nobody in, the loader of events says it.
        if (!(error instanceof StoreFailure) || error.kind === 'schema_drift') throw error;
      }),
    write: async (rows) => {
      await checkTables();
      const lines = rows.map(({ text, version }, index) => ({ index, line: withVersion(text, version) }));
      const refused = await insertRows(server, { table: rawMetrics.name, batch: undefined, rows: lines });
      // A table that was changed meanwhile refuses good rows as if they were bad ones.
      if (refused.length > 0) await checkTables(true);
      return refused;
    },
  };
}

/** The number's digits stay as they came: an amount may have more of them than a JavaScript number keeps. */
function withVersion(text: string, version: number): string {
  // A line is a row: what JSON allows between its members may hold line ends.
  return `${text.slice(0, text.lastIndexOf('}')).replaceAll(/[\r\n]/g, ' ')},"version":${version}}`;
}
