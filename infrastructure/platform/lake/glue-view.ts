import type { Column, TableWithoutName } from './glue-tables.ts';
import { type TableNames, withQualifiedTableNames } from './table-names.ts';

export interface ViewDefinition {
  readonly description: string;
  /** Athena's SQL with the standard table names of sql/. */
  readonly sql: string;
  /** What comes out of the SQL, in its order; Athena refuses a view whose SQL gives something else. */
  readonly columns: readonly Column[];
}

/** Hive's words for a type where Presto has another. */
const prestoTypes: Readonly<Record<string, string>> = {
  string: 'varchar',
  timestamp: 'timestamp(3)',
  int: 'integer',
};

/**
 * A view as Athena stores one in Glue: its SQL and columns as JSON in base64.
 * https://docs.aws.amazon.com/athena/latest/ug/views.html
 */
export function glueView({ description, sql, columns }: ViewDefinition, names: TableNames): TableWithoutName {
  const definition = {
    originalSql: withQualifiedTableNames(sql, names),
    catalog: 'awsdatacatalog',
    schema: names.database,
    columns: columns.map(({ name, type }) => ({ name, type: prestoTypes[type] ?? type })),
  };
  const encoded = Buffer.from(JSON.stringify(definition)).toString('base64');
  return {
    description,
    tableType: 'VIRTUAL_VIEW',
    parameters: { presto_view: 'true', comment: 'Presto View' },
    partitionKeys: [],
    storageDescriptor: { columns: columns.map((column) => ({ ...column })), location: '' },
    viewOriginalText: `/* Presto View: ${encoded} */`,
    viewExpandedText: '/* Presto View */',
  };
}
