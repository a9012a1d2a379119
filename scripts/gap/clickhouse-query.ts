import { ClickHouseError, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { causeOf } from './connection.ts';
import { NotReachable } from './errors.ts';
import type { QueryResult } from './output.ts';
import { readTabSeparated } from './tab-separated.ts';

/** A database of a ClickHouse server. */
export interface ClickHouseDatabase {
  /** `https://user:password@host:8443`. */
  readonly url: string;
  readonly database: string;
}

/**
 * What makes ClickHouse answer as the SQL standard says, and so as Athena does: NULL where a join found nothing and where
 * there was nothing to add up; a column's name before an alias of the same name; decimals with all of their digits.
 * https://clickhouse.com/docs/operations/settings/settings
 */
const standardSqlSettings = {
  aggregate_functions_null_for_empty: 1,
  cast_keep_nullable: 1,
  join_use_nulls: 1,
  prefer_column_name_to_alias: 1,
  output_format_decimal_trailing_zeros: 1,
} as const;

/** Longest wait for an answer. */
const maxQueryMilliseconds = 30 * 60_000;

/** Runs one statement. Throws NotReachable when the server does not answer, else with ClickHouse's reason. */
export async function queryClickHouse({ url, database }: ClickHouseDatabase, sql: string): Promise<QueryResult> {
  const client = createClient({
    url,
    database,
    application: 'gap',
    log: { level: ClickHouseLogLevel.OFF },
    request_timeout: maxQueryMilliseconds,
    // A question changes nothing, whatever the user may: 2 allows settings in the statement.
    clickhouse_settings: { ...standardSqlSettings, readonly: '2' },
  });
  try {
    const result = await client.query({ query: sql, format: 'TabSeparatedWithNamesAndTypes' });
    return readTabSeparated(await result.text());
  } catch (error) {
    if (error instanceof ClickHouseError) throw new Error(error.message.split('\n')[0]?.trim());
    throw new NotReachable(`ClickHouse on ${withoutPassword(url)} does not answer: ${causeOf(error)}`);
  } finally {
    await client.close();
  }
}

function withoutPassword(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
