import type { Statement } from 'sql-dialects/trino';
import type { Principal, Services } from '../../service.ts';
import type { Table } from '../glue/entities.ts';

/** What DESCRIBE and SHOW COLUMNS print of a table. */
export async function describeTable(
  services: Services,
  caller: Principal,
  { parts, columnsOnly }: Extract<Statement, { kind: 'describe' }>,
  database: string,
): Promise<{ columns: readonly string[]; rows: readonly (readonly string[])[] }> {
  const [name, schema] = [...parts].reverse();
  const input = { DatabaseName: schema?.key ?? database, Name: name?.key ?? '' };
  // Answered by Glue in this process.
  const { Table: table } = (await services.call('glue', 'GetTable', input, caller)) as { Table: Table };
  const keys = table.PartitionKeys ?? [];
  const all = [...(table.StorageDescriptor?.Columns ?? []), ...keys];
  if (columnsOnly) return { columns: ['field'], rows: all.map((column) => [column.Name]) };
  const rows = all.map((column) => [column.Name, column.Type ?? 'string', column.Comment ?? '']);
  if (keys.length > 0) {
    rows.push(['', '', ''], ['# Partition Information', '', ''], ['# col_name', 'data_type', 'comment'], ['', '', '']);
    rows.push(...keys.map((column) => [column.Name, column.Type ?? 'string', column.Comment ?? '']));
  }
  return { columns: ['col_name', 'data_type', 'comment'], rows };
}
