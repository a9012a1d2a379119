import { createClient } from '@clickhouse/client';
import { ClickHouseServer } from 'assembly-runtime/clickhouse';
import type { ClickHouseDatabase } from '../../scripts/gap/clickhouse-query.ts';
import { clickHouseStatements } from '../../sql/tables/clickhouse/statements.ts';

/** A database `games` with the pipeline's tables and views, empty, on a ClickHouse of its own. */
export interface GamesDatabase extends ClickHouseDatabase {
  insert(table: string, values: readonly object[]): Promise<void>;
  close(): Promise<void>;
}

export async function startGamesDatabase(directory: string): Promise<GamesDatabase> {
  const account = { user: 'analyst', password: 'secret' };
  const server = await ClickHouseServer.start({ ...account, directory, database: 'games', memoryBytes: 1e9 }, () => {});
  const url = server.url.replace('//', `//${account.user}:${account.password}@`);
  const client = createClient({ url, database: 'games' });
  const options = { database: 'games', cluster: '', retentionDays: 3650, metricRetentionDays: 3650 };
  for (const { sql } of clickHouseStatements(options)) await client.command({ query: sql });
  const clickhouse_settings = { date_time_input_format: 'best_effort' } as const;
  return {
    url,
    database: 'games',
    insert: async (table, values) => {
      await client.insert({ table, values: [...values], format: 'JSONEachRow', clickhouse_settings });
    },
    close: async () => {
      await client.close();
      await server.close();
    },
  };
}
