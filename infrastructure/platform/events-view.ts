import { readFileSync } from 'node:fs';
import { rawEventColumns } from '../../schemas/generated/columns.ts';
import type { TableWithoutName } from './glue-tables.ts';
import { type TableNames, withTableNames } from './table-names.ts';

/** Hive's words for a type where Presto has another. */
const prestoTypes: Readonly<Record<string, string>> = { string: 'varchar', timestamp: 'timestamp(3)' };

/**
 * The view as Athena stores one in Glue: its SQL and columns as JSON in base64.
 * https://docs.aws.amazon.com/athena/latest/ug/views.html
 */
export function eventsView(names: TableNames): TableWithoutName {
  const sql = readFileSync(new URL('../../sql/tables/events.sql', import.meta.url), 'utf8')
    .replace(/^--.*\n/gm, '')
    .trim();
  const definition = {
    originalSql: withTableNames(sql, names),
    catalog: 'awsdatacatalog',
    schema: names.database,
    columns: rawEventColumns.map(({ name, type }) => ({ name, type: prestoTypes[type] ?? type })),
  };
  const encoded = Buffer.from(JSON.stringify(definition)).toString('base64');
  return {
    description: 'Accepted events, one row per event_id',
    tableType: 'VIRTUAL_VIEW',
    parameters: { presto_view: 'true', comment: 'Presto View' },
    partitionKeys: [],
    storageDescriptor: { columns: rawEventColumns.map((column) => ({ ...column })), location: '' },
    viewOriginalText: `/* Presto View: ${encoded} */`,
    viewExpandedText: '/* Presto View */',
  };
}
