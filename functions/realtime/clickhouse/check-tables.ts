import { findDrift, refuseDrift } from './find-drift.ts';
import type { ClickHouseServer } from './server.ts';
import type { ExpectedTable } from './tables.ts';

/** Refuses tables that are not as they must be, each time until they are; from then on it asks no more. */
export function tableCheck(
  server: Pick<ClickHouseServer, 'rows'>,
  database: string,
  tables: readonly ExpectedTable[],
): () => Promise<void> {
  let passed: Promise<void> | undefined;
  return async () => {
    passed ??= findDrift(server, database, tables).then((drifts) => refuseDrift(drifts, database));
    try {
      await passed;
    } catch (error) {
      passed = undefined;
      throw error;
    }
  };
}
