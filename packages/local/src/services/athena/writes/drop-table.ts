import type { Statement } from 'sql-dialects/trino';
import type { StatementRun } from '../statement-run.ts';
import { targetOf } from './target-table.ts';

/**
 * `DROP TABLE`: the table and its partitions go from the catalog, the objects in S3 stay.
 * https://docs.aws.amazon.com/athena/latest/ug/drop-table.html
 */
export async function dropTable(
  run: StatementRun,
  { parts, ifExists }: Extract<Statement, { kind: 'drop-table' | 'drop-view' }>,
): Promise<void> {
  const { database, name, table } = await targetOf(run, parts);
  if (table === undefined) {
    if (ifExists) return;
    throw new Error(`FAILED: SemanticException [Error 10001]: Table not found ${database}.${name}`);
  }
  if (table.TableType === 'VIRTUAL_VIEW') {
    throw new Error(`FAILED: SemanticException [Error 10126]: Cannot drop a view with DROP TABLE: ${database}.${name}`);
  }
  await run.runtime.services.call('glue', 'DeleteTable', { DatabaseName: database, Name: name }, run.caller);
}
