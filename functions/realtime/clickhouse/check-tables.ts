import { findDrift, refuseDrift } from './find-drift.ts';
import type { ClickHouseServer } from './server.ts';
import type { ExpectedTable } from './tables.ts';

/** Rejects while a table is not as it must be. What it found good it asks again only `afresh`. */
export type CheckTables = (afresh?: boolean) => Promise<void>;

/** Refuses tables that are not as they must be, each time until they are. */
export function tableCheck(
  server: Pick<ClickHouseServer, 'rows'>,
  database: string,
  tables: readonly ExpectedTable[],
): CheckTables {
  let passed: Promise<void> | undefined;
  return async (afresh = false) => {
    if (afresh) passed = undefined;
    passed ??= findDrift(server, database, tables).then((drifts) => refuseDrift(drifts, database));
    try {
      await passed;
    } catch (error) {
      passed = undefined;
      throw error;
    }
  };
}
