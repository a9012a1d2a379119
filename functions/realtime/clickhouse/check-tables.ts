import { findDrift, refuseDrift } from './find-drift.ts';
import type { ClickHouseServer } from './server.ts';
import type { ExpectedTable } from './tables.ts';

/** Rejects while a table is not as it must be. What it found good it asks again a minute later, or `afresh`. */
export type CheckTables = (afresh?: boolean) => Promise<void>;

/** A table may be changed under a loader that runs for days: a column that became narrower takes every row, and cuts it. */
const trustedMilliseconds = 60_000;

/** Refuses tables that are not as they must be, each time until they are. `now` in milliseconds since the epoch. */
export function tableCheck(
  server: Pick<ClickHouseServer, 'rows'>,
  database: string,
  tables: readonly ExpectedTable[],
  now: () => number,
): CheckTables {
  let passed: Promise<void> | undefined;
  let askedAt = 0;
  return async (afresh = false) => {
    const age = now() - askedAt;
    if (afresh || age < 0 || age >= trustedMilliseconds) passed = undefined;
    if (passed === undefined) askedAt = now();
    passed ??= findDrift(server, database, tables).then((drifts) => refuseDrift(drifts, database));
    try {
      await passed;
    } catch (error) {
      passed = undefined;
      throw error;
    }
  };
}
